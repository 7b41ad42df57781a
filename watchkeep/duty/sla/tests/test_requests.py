"""A request's clocks: they rest while somebody must agree, and go on from there."""

from testing import make
from watchkeep.duty.sla.models import Clock, Kind, Measure
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents.models import Assessment
from watchkeep.work.requests import life


def kinds(row) -> dict[str, str]:
    return dict(Clock.objects.filter(ticket=row.pk).values_list("measure", "kind"))


def test_they_run_from_the_start_and_stand_when_it_is_done():
    row = make.request()
    assert kinds(row) == {Measure.RESPONSE: Kind.RUNNING, Measure.RESOLUTION: Kind.RUNNING}
    life.start(row, by=CLOCK)
    assert kinds(row) == {Measure.RESPONSE: Kind.MET, Measure.RESOLUTION: Kind.RUNNING}
    life.fulfil(row, by=CLOCK, result="Done")
    assert set(kinds(row).values()) == {Kind.MET}
    life.reopen(row, by=CLOCK)
    assert kinds(row)[Measure.RESOLUTION] == Kind.RUNNING
    assert not Assessment.objects.filter(pk=row.pk).exists()


def test_they_rest_until_everybody_has_agreed_and_while_it_waits():
    row = make.asked()
    assert set(kinds(row).values()) == {Kind.PAUSED}
    make.approve(row)
    assert set(kinds(row).values()) == {Kind.RUNNING}
    life.hold(row, by=CLOCK, reason="A part is missing")
    assert set(kinds(row).values()) == {Kind.PAUSED}
    life.resume(row, by=CLOCK)
    assert set(kinds(row).values()) == {Kind.RUNNING}


def test_what_is_not_done_promises_nothing():
    row = make.request()
    life.cancel(row, by=CLOCK, reason="Ordered twice")
    assert set(kinds(row).values()) == {Kind.STOPPED}
