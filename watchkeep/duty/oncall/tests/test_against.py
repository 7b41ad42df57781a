"""Nobody on call for what a change touches, or whoever carries it out on leave: both stand against it."""

from datetime import timedelta

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
