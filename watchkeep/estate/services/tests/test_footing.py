"""What services stand on: through merged items and past retired ones, and behind hubs too large to be walked."""

import pytest

from testing import make
from testing.harness import run_later, sweep
from watchkeep.estate.assets import life as assets
from watchkeep.estate.services import jobs, life, queries
from watchkeep.estate.services.models import Footing, Service
from watchkeep.kernel.actors import CLOCK


def names(*items):
    return sorted(queries.impact_of([], items=[item.pk for item in items]).names)


def ties(one, kind, other):
    return assets.relate(one, other, by=CLOCK, kind=kind)


@pytest.fixture
def hub():
    """Three services on programs on one switch, of which one is hit by a neighbour."""
    switch, host = make.item("core", cls="network_device"), make.item("host")
    ties(host, "connects_to", switch)
    programs = [make.item(name, cls="application") for name in ("shop", "mail", "wiki")]
    for program in programs[:2]:
        ties(program, "runs_on", host)
    ties(programs[2], "depends_on", programs[1])
    shop, mail, wiki = (make.service(one.name.title(), on=(one,)) for one in programs)
    make.service("Elsewhere", on=(make.item(),))
    make.service("Checkout", needs=(shop,))
    return switch, host, mail, wiki


def test_a_merged_item_brings_its_services_and_gives_them_back():
    host, twin = make.item("host"), make.item("twin")
    make.service("Shop", on=(twin,))
    assets.stand_for({twin.pk: host.pk}, by=CLOCK)
    assert (names(host), names(twin)) == (["Shop"], ["Shop"])
    assert queries.directly_on([host.pk]).keys() == {host.pk}
    assets.stand_for({twin.pk: twin.pk}, by=CLOCK)
    assert (names(host), names(twin)) == ([], ["Shop"])


def test_what_is_retired_hits_nobody():
    host, program = make.item("host"), make.item("program", cls="application")
    ties(program, "runs_on", host)
    make.service("Shop", on=(program,))
    assets.retire(program, by=CLOCK)
    assert (names(host), names(program)) == ([], [])
    assets.revive(program, by=CLOCK)
    assert names(host) == ["Shop"]


def test_behind_a_hub_the_services_are_those_that_were_counted(hub, monkeypatch):
    switch, host, mail, _wiki = hub
    walked = names(switch), names(host), sorted(queries.impact_of([mail.pk]).names)
    assert walked[0] == ["Checkout", "Mail", "Shop", "Wiki"]
    while jobs.count_footings():
        pass
    monkeypatch.setattr(queries, "MOST_ROWS", 3)
    assert (names(switch), names(host), sorted(queries.impact_of([mail.pk]).names)) == walked


def test_what_has_changed_is_counted_again_and_nothing_else(hub):
    switch, host, *_ = hub
    run_later()
    while jobs.count_footings():
        pass
    assert not Service.objects.exclude(footing_due_at=None).exists()
    program = make.item("more", cls="application")
    life.attach_item(more := make.service("More"), program, by=CLOCK)
    ties(program, "runs_on", host)
    run_later()
    assert [*Service.objects.exclude(footing_due_at=None)] == [more]
    sweep(jobs.count_footings)
    assert Footing.objects.get(service=more, item=switch).hangs
    assets.retire(host, by=CLOCK)
    run_later()
    sweep(jobs.count_footings)
    assert not Footing.objects.filter(item=switch).exists()
