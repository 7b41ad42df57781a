"""What sources say: heard, weighed, pinned; the same again costs next to nothing."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Change, Item, Report, State
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed


def heard(item, source, **values):
    return life.report(item, by=CLOCK, source=source, values={"name": item.name, **values})


def test_what_a_source_says_first_stands_and_the_same_again_tells_nothing():
    host, agent = make.item("web-01"), make.reporter()
    assert heard(host, agent, memory="16 GB", serial="X1") == ["memory", "serial"]
    assert (host.serial, host.values) == ("X1", {"memory": 16 * 1024**3})
    assert heard(host, agent, memory="16 GB", serial="X1") == []
    assert told("item", host.pk) == ["item.observed", "item.met"]
    assert Change.objects.filter(item=host).count() == 2
    assert host.last_seen_at


def test_what_it_says_no_longer_it_takes_back_unless_it_only_adds():
    host, agent = make.item("web-01"), make.reporter()
    heard(host, agent, memory="16 GB", os="Debian 12")
    life.report(host, by=CLOCK, source=agent, values={"kernel": "6.1"}, whole=False)
    assert host.values == {"memory": 16 * 1024**3, "os": "Debian 12", "kernel": "6.1"}
    heard(host, agent, os="Debian 13")
    assert host.values == {"os": "Debian 13"}


def test_the_agent_is_believed_before_the_network_and_a_person_names_things():
    mia, agent, scan = make.actor(make.manager()), make.reporter(), make.reporter("scan", "network")
    host = life.add_item(by=mia, name="Web server", cls=make.item_class())
    life.report(host, by=CLOCK, source=scan, values={"name": "10.0.0.7", "os": "Linux"})
    life.report(host, by=CLOCK, source=agent, values={"name": "web-01.local", "os": "Debian 12"})
    assert (host.name, host.values["os"]) == ("Web server", "Debian 12")
    why = queries.provenance(host)["os"]
    assert (why.word.source, [word.value for word in why.others], why.is_disputed) == (agent, ["Linux"], True)


def test_a_word_that_has_grown_too_old_gives_way_by_itself():
    host, agent, scan = make.item("web-01"), make.reporter(), make.reporter("scan", "network")
    heard(host, agent, os="Debian 11")
    with clock.travel(days=29):
        heard(host, scan, os="Debian 12")
        assert host.values["os"] == "Debian 11"
        assert life.judge_due(clock.now()) == 0
    with clock.travel(days=31):
        assert life.judge_due(clock.now()) == 1
        assert Item.objects.get(pk=host.pk).values["os"] == "Debian 12"
        assert life.judge_due(clock.now()) == 0


def test_what_a_person_writes_over_a_machine_is_pinned_until_it_is_unpinned():
    mia, host, agent = make.actor(make.manager()), make.item("web-01"), make.reporter()
    heard(host, agent, memory="16 GB")
    life.edit_item(host, by=mia, values={"memory": "32 GB"})
    heard(host, agent, memory="8 GB")
    assert host.values["memory"] == 32 * 1024**3
    assert queries.provenance(host)["memory"].pinned_by == str(mia)
    life.unpin(host, by=mia, attribute="memory")
    assert host.values["memory"] == 8 * 1024**3
    life.pin(host, by=mia, attribute="memory")
    heard(host, agent, memory="4 GB")
    assert host.values["memory"] == 8 * 1024**3
    assert told("item", host.pk)[-2:] == ["item.unpinned", "item.pinned"]


def test_an_empty_value_takes_a_persons_word_back():
    mia, host, agent = make.actor(make.manager()), make.item("web-01"), make.reporter()
    heard(host, agent, memory="16 GB")
    life.edit_item(host, by=mia, values={"memory": "32 GB", "os": "BSD"})
    life.edit_item(host, by=mia, values={"memory": "", "os": None})
    assert host.values == {"memory": 16 * 1024**3}


def test_late_reports_are_passed_over_and_clocks_in_the_future_put_right():
    host, agent, now = make.item("web-01"), make.reporter(), clock.now()
    life.report(host, by=CLOCK, source=agent, values={"os": "new"}, at=now + timedelta(days=900))
    assert Report.objects.get(item=host).seen_at <= clock.now()
    life.report(host, by=CLOCK, source=agent, values={"os": "old"}, at=now - timedelta(days=1))
    assert host.values == {"os": "new"}


def test_hostile_values_are_left_out():
    host, agent = make.item("web-01"), make.reporter()
    odd = {"os": "a\0b\ud800", "memory": "plenty", "state": "disposed", "A b": 1, "x": {"y": 1}, "long": "x" * 5000}
    heard(host, agent, **odd, nan=float("nan"), ips=["10.0.0.1", "10.0.0.1/24"], macs=["02-42-AC-11-00-02"])
    assert host.values == {"os": "ab?", "ips": ["10.0.0.1", "10.0.0.1/24"], "macs": ["02:42:ac:11:00:02"]}
    assert host.state == State.IN_USE


def test_what_was_missing_is_found_when_it_reports():
    host, agent = make.item("web-01"), make.reporter()
    life.lose(host, by=CLOCK)
    heard(host, agent, os="Debian 12")
    assert host.state == State.IN_USE
    assert "item.found" in told("item", host.pk)


def test_a_thousand_cost_as_many_statements_as_one(django_assert_max_num_queries):
    agent, server = make.reporter(), make.item_class()
    found = [life.Found(cls=server, name=f"n{n}", values={"serial": f"S{n}", "os": "Debian"}) for n in range(200)]
    with django_assert_max_num_queries(27):
        items = life.add_found(found, by=CLOCK, source=agent)
    said = [life.Said(item=one.pk, values={"name": one.name, "os": "Debian 12"}) for one in items]
    with django_assert_max_num_queries(20):
        assert len(life.report_many(said, by=CLOCK, source=agent)) == 200
    with django_assert_max_num_queries(8):
        assert life.report_many(said, by=CLOCK, source=agent) == {}


def test_reporting_takes_its_permission():
    with pytest.raises(NotAllowed):
        heard_by = make.actor(make.ana())
        life.report(make.item(), by=heard_by, source=make.reporter(), values={})
