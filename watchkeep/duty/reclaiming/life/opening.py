"""The beginning: somebody left or moved, or an audit refused seats."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from watchkeep.duty.reclaiming import queries, rules
from watchkeep.duty.reclaiming.events import Opened
from watchkeep.duty.reclaiming.life.acting import begin_all
from watchkeep.duty.reclaiming.life.ending import settle_case
from watchkeep.duty.reclaiming.life.steps import LIFE, MACHINE, OF_THE_MACHINE
from watchkeep.duty.reclaiming.models import Case, Reclaim, State, Why
from watchkeep.estate.licences.models import Seat
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.facts import tell


@transaction.atomic
def leave(person: Person) -> Case | None:
    """Somebody left: every seat they hold is taken back. None when they hold nothing that is not looked at already.

    What was being asked about since they moved needs no answer any more.
    """
    for asked in Reclaim.objects.filter(person=person, state=State.ASKED).select_related("case"):
        LIFE.move(asked, "take_back", by=MACHINE)
        begin_all([asked])
        settle_case(asked.case)
    return _open(Why.LEFT, State.TO_DO, Seat.objects.filter(person=person), person=person)


@transaction.atomic
def move(person: Person, *, at: datetime) -> Case | None:
    """Somebody works elsewhere since then: whether they keep each seat that they had before is asked."""
    if not person.is_active:
        return None
    return _open(Why.MOVED, State.ASKED, Seat.objects.filter(person=person, since__lte=at), person=person)


@transaction.atomic
def refuse(seats: Iterable[int], *, about: str) -> Case | None:
    """An audit did not confirm these seats: they are taken back."""
    return _open(Why.AUDIT, State.TO_DO, Seat.objects.filter(pk__in=list(seats)), about=about)


@transaction.atomic
def come_back(person: Person) -> None:
    """Somebody who had left is here again: what was not yet taken back they keep."""
    case = Case.objects.open().select_for_update(of=("self",)).filter(person=person, why=Why.LEFT).first()
    if case is None:
        return
    for line in case.reclaims.for_people():
        settled = line.settled(MACHINE, clock.now())
        OF_THE_MACHINE.move(line, "spare", by=MACHINE, reason=_("They are here again."), **settled)
    settle_case(case)


def _open(
    why: Why, state: State, seats: QuerySet[Seat], *, person: Person | None = None, about: str = ""
) -> Case | None:
    """Write down what becomes of seats that somebody has and that are in no open case; then begin."""
    taken = seats.filter(until=None).select_for_update(of=("self",)).order_by("pk")
    open_ones = set(Reclaim.objects.open().filter(seat__in=[seat.pk for seat in taken]).values_list("seat", flat=True))
    new = [seat for seat in taken if seat.pk not in open_ones]
    if not new:
        return None
    now = clock.now()
    case, _is_new = Case.objects.get_or_create(
        person=person, why=why, about=about, ended_at=None, defaults={"due_at": now + rules.due_within(why)}
    )
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    made = Reclaim.objects.bulk_create(
        Reclaim(case=case, seat=seat, person_id=seat.person_id, state=state) for seat in new
    )
    tell(Opened(
        record=case.pk, by=MACHINE, person=person.pk if person else None, why=why, about=about, seats=len(made),
    ))  # fmt: skip
    if state == State.TO_DO:
        begin_all(list(queries.lines_of(case).filter(pk__in=[one.pk for one in made])))
    settle_case(case)
    return case
