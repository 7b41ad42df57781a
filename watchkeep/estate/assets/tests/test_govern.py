"""The rules of the register: classes are added and edited, and it is said whose word counts."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Authority, Item, ItemClass
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


def disputed():
    """An item that an agent calls Debian and the network Linux; the agent is believed."""
    host = make.item()
    for source, value in ((make.reporter(), "Debian"), (make.reporter("scan", "network"), "Linux")):
        life.report(host, by=CLOCK, source=source, values={"name": host.name, "os": value})
    assert host.values["os"] == "Debian"
    return host


def os_of(host):
    life.judge_due(clock.now())
    return Item.objects.get(pk=host.pk).values["os"]


def test_a_class_is_added_below_another_and_inherits_what_that_describes():
    mia, server = make.actor(make.manager()), make.item_class()
    blade = life.add_class(by=mia, slug="blade", name="Blade", parent=server, attributes=[{"name": "slot"}])
    assert blade.path == f"{server.path}.blade"
    assert {"memory", "slot"} <= queries.described(blade).keys()
    assert "slot" not in queries.described(server)
    assert told("item_class", blade.pk) == ["item_class.added"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"slug": "server"}, "slug"), ({"slug": "Not so"}, "slug"), ({"name": ""}, "name"),
        ({"attributes": [{"name": "state"}]}, "attributes"),
        ({"attributes": [{"name": "a", "kind": "?"}]}, "attributes"),
        ({"attributes": [{"name": "a", "kind": "choice"}]}, "attributes"), ({"attributes": ["a"]}, "attributes"),
        ({"attributes": [{"name": "a"}, {"name": "a"}]}, "attributes"),
    ],
)  # fmt: skip
def test_a_class_that_cannot_be_is_refused_by_field(asked, field):
    with pytest.raises(Refused) as no:
        life.add_class(by=make.actor(make.manager()), **{"slug": "blade", "name": "Blade"} | asked)
    assert no.value.field == field
    assert not ItemClass.objects.filter(slug="blade").exists()


def test_an_edited_class_keeps_its_place_and_its_items_their_values():
    mia, blade = make.actor(make.manager()), life.add_class(by=CLOCK, slug="blade", name="Blade")
    host = make.item(cls="blade", values={"slot": "4"})
    life.edit_class(blade, by=mia, name="Blade server", attributes=[{"name": "bay", "kind": "number"}])
    life.edit_class(blade, by=mia, name="Blade server")
    assert told("item_class", blade.pk) == ["item_class.added", "item_class.edited"]
    assert Item.objects.get(pk=host.pk).values == {"slot": "4"}
    with pytest.raises(Refused) as no:
        life.edit_class(blade, by=mia, path="elsewhere")
    assert no.value.field == "path"


def test_a_rule_of_authority_turns_what_stands_there_and_without_it_it_turns_back():
    mia, host = make.actor(make.manager()), disputed()
    rule = life.set_authority(by=mia, order=["scan", "agent", "scan"], cls=make.item_class(), attribute="os")
    assert rule.order == ["scan", "agent"]
    life.judge_again()
    assert os_of(host) == "Linux"
    again = life.set_authority(by=mia, order=["agent"], cls=make.item_class(), attribute="os", fresh_days=30)
    assert (again.pk, again.fresh_days) == (rule.pk, 30)
    life.set_authority(by=mia, order=["network"], cls=make.item_class(), attribute="os")
    life.remove_authority(Authority.objects.get(pk=rule.pk), by=mia)
    life.judge_again()
    assert os_of(host) == "Debian"
    with pytest.raises(Refused):
        life.remove_authority(rule, by=mia)


def test_only_what_several_speak_of_is_judged_again():
    quiet, host = make.item(), disputed()
    life.report(quiet, by=CLOCK, source=make.reporter(), values={"name": quiet.name, "os": "Debian"})
    life.judge_again()
    assert [*Item.objects.filter(judge_at__lte=clock.now()).values_list("pk", flat=True)] == [host.pk]


@pytest.mark.parametrize("order", [[], ["nobody"]])
def test_an_authority_names_sources_that_there_are(order):
    with pytest.raises(Refused) as no:
        life.set_authority(by=make.actor(make.manager()), order=order)
    assert no.value.field == "order"


def test_governing_takes_its_permission():
    ana, server = make.actor(make.ana()), make.item_class()
    rule = life.set_authority(by=CLOCK, order=["agent"], cls=server, attribute="os")
    for act in (
        lambda: life.add_class(by=ana, slug="blade", name="Blade"),
        lambda: life.edit_class(server, by=ana, name="Mine"),
        lambda: life.set_authority(by=ana, order=["agent"]),
        lambda: life.remove_authority(rule, by=ana),
    ):
        with pytest.raises(NotAllowed):
            act()
