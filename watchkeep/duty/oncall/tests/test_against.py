"""Nobody on call for what a change touches, or whoever carries it out on leave: both stand against it."""

from datetime import UTC, datetime, timedelta

from testing import make
from watchkeep.duty.oncall.models import Absence
from watchkeep.kernel import clock
from watchkeep.work.changes import queries

HOUR = timedelta(hours=1)


def test_a_gap_in_the_rota_of_what_it_touches_and_an_absence_warn():
    shop, ana = make.service(), make.ana()
    make.policy(make.step(make.schedule(name="Night watch")), service=shop)
    at = clock.now() + HOUR
    (gap,) = queries.conflicts([shop.pk], [], at, at + HOUR)
    assert (gap.kind, "Night watch" in gap.words) == ("uncovered", True)
    Absence.objects.create(person=ana, starts_on=at.date(), ends_on=at.date() + timedelta(days=1))
    (found,) = queries.conflicts([], [], at, at + HOUR, implementer=ana.pk)
    assert (found.kind, found.severity) == ("absence", "warns")


def test_the_next_free_slot_avoids_gaps_while_it_can():
    shop, ana = make.service(), make.ana()
    with clock.frozen(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        now = clock.now()
        rota = make.schedule(name="Night watch")
        make.policy(make.step(rota), service=shop)
        make.override(rota, ana, starts_at=now + 5 * HOUR, hours=4)
        plan = queries.Plan(services=[shop.pk])
        assert queries.next_free_slot(plan, after=now, length=2 * HOUR) == now + 5 * HOUR
        assert queries.next_free_slot(plan, after=now, length=12 * HOUR) == now, "somebody may have to do without"
