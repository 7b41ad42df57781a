"""Asking somebody to take a shift, or to swap two: first the map, then the verbs in order.

Of two who take the same shift at once one wins and the other is told, for only one can move the request's state.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify.models import Urgency
from watchkeep.duty.oncall import events, queries
from watchkeep.duty.oncall.life import planning
from watchkeep.duty.oncall.models import Cover, CoverRefusal, Schedule
from watchkeep.duty.oncall.permissions import P
from watchkeep.duty.oncall.queries import rotas
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, live
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import Fact, tell
from watchkeep.kernel.lifecycle import Lifecycle, Step

State = Cover.State

COVER_LIFE = Lifecycle(
    Step("accept", (State.OPEN,), State.ACCEPTED, may=P.OVERRIDE, needs=("taken_by",)),
    Step("refuse", (State.OPEN,), State.REFUSED, may=P.OVERRIDE),
    Step("withdraw", (State.OPEN,), State.WITHDRAWN, may=P.OVERRIDE),
    Step("expire", (State.OPEN,), State.EXPIRED, may=P.MANAGE),
)


@transaction.atomic
def ask_cover(
    schedule: Schedule,
    *,
    by: Actor,
    person: Person,
    starts_at: datetime,
    ends_at: datetime,
    asked: Person | None = None,
    back: tuple[datetime, datetime] | None = None,
    reason: str = "",
) -> Cover:
    """Ask one person, or the whole rota, to take a shift. With `back` it is a swap with the person asked.

    Unanswered it expires when the shift begins; for one that has begun, when it ends.
    """
    if by.person != person.pk:
        by.need(P.MANAGE, _("ask for cover for somebody else"))
    by.need(P.SEE, _("ask for cover"))
    Schedule.objects.select_for_update(no_key=True).get(pk=schedule.pk)
    _refuse_unsound(schedule, person, (starts_at, ends_at), asked, back)
    now = clock.now()
    cover = Cover.objects.create(
        schedule=schedule,
        person=person,
        asked=asked,
        starts_at=starts_at,
        ends_at=ends_at,
        back_starts_at=back[0] if back else None,
        back_ends_at=back[1] if back else None,
        reason=reason,
        asked_at=now,
        expires_at=starts_at if starts_at > now else ends_at,
    )
    _ask(cover, by)
    return cover


@transaction.atomic
def accept_cover(cover: Cover, *, by: Actor) -> None:
    """Take the shift. Refused with `wrong_state` when somebody was first, `changed` when it is no longer theirs."""
    taker = _need_asked(cover, by)
    if cover.expires_at <= clock.now():
        raise Refused(_("It is too late to take it."), code="expired")
    Schedule.objects.select_for_update(no_key=True).get(pk=cover.schedule_id)
    COVER_LIFE.move(cover, "accept", by=_entitled(by), taken_by=taker, ended_at=clock.now())
    start = max(cover.starts_at, clock.now())
    _refuse_changed(cover, cover.person, start, cover.ends_at)
    entitled, reason = _entitled(by), cover.reason or _("Cover")
    planning.add_override(
        cover.schedule, by=entitled, person=taker, starts_at=start, ends_at=cover.ends_at, reason=reason
    )
    if cover.back_starts_at and cover.back_ends_at:
        _refuse_changed(cover, taker, cover.back_starts_at, cover.back_ends_at)
        planning.add_override(
            cover.schedule,
            by=entitled,
            person=cover.person,
            starts_at=cover.back_starts_at,
            ends_at=cover.back_ends_at,
            reason=reason,
        )
    fact = _tell(events.CoverAccepted(record=cover.schedule_id, by=by, cover=cover.pk, person=taker.pk))
    _write([cover.person], fact, cover, _("%(name)s takes your shift") % {"name": taker.name})


@transaction.atomic
def refuse_cover(cover: Cover, *, by: Actor) -> None:
    """Say no. A request to a whole rota goes on until everybody has."""
    person = _need_asked(cover, by)
    locked = Cover.objects.select_for_update(no_key=True).get(pk=cover.pk)
    if not locked.is_open:
        raise Refused(_("This request is over."), code="wrong_state")
    CoverRefusal.objects.get_or_create(cover=cover, person=person, defaults={"at": clock.now()})
    is_last = not queries.waiting(cover)
    if is_last:
        COVER_LIFE.move(cover, "refuse", by=_entitled(by), ended_at=clock.now())
    fact = _tell(
        events.CoverRefused(record=cover.schedule_id, by=by, cover=cover.pk, person=person.pk, is_last=is_last)
    )
    if is_last:
        _write([cover.person], fact, cover, _("Nobody can take your shift"))


@transaction.atomic
def withdraw_cover(cover: Cover, *, by: Actor) -> None:
    """It is no longer needed."""
    if by.person != cover.person_id:
        by.need(P.MANAGE, _("withdraw somebody else's request"))
    COVER_LIFE.move(cover, "withdraw", by=_entitled(by), ended_at=clock.now())
    _tell(events.CoverWithdrawn(record=cover.schedule_id, by=by, cover=cover.pk))


@transaction.atomic
def expire_covers(limit: int = 50) -> int:
    """Close what nobody answered in time, and say so to whoever asked. Returns how many."""
    due = Cover.objects.due(clock.now()).select_related("schedule", "person")
    rows = list(due.select_for_update(of=("self",), skip_locked=True)[:limit])
    for cover in rows:
        COVER_LIFE.move(cover, "expire", by=CLOCK, ended_at=clock.now())
        fact = _tell(events.CoverExpired(record=cover.schedule_id, by=CLOCK, cover=cover.pk, person=cover.person_id))
        _write([cover.person], fact, cover, _("Nobody took your shift: you are still on call"))
    return len(rows)


def _ask(cover: Cover, by: Actor) -> None:
    """Write to everybody who may take it."""
    people = queries.candidates(cover)
    if not people:
        raise Refused(_("There is nobody in this rota who could be asked."), field="asked")
    fact = _tell(
        events.CoverAsked(
            record=cover.schedule_id,
            by=by,
            cover=cover.pk,
            person=cover.person_id,
            asked=cover.asked_id,
            starts_at=cover.starts_at,
            ends_at=cover.ends_at,
            is_swap=cover.is_swap,
        )
    )
    words = _("%(name)s asks you to swap shifts") if cover.is_swap else _("%(name)s asks you to take a shift")
    _write(people, fact, cover, words % {"name": cover.person.name})


def _refuse_unsound(
    schedule: Schedule,
    person: Person,
    shift: tuple[datetime, datetime],
    asked: Person | None,
    back: tuple[datetime, datetime] | None,
) -> None:
    now = clock.now()
    if shift[1] <= shift[0] or shift[1] <= now:
        raise Refused(_("Give a time that lies ahead, its end after its beginning."), field="ends_at")
    _refuse_far(shift[1], now, "ends_at")
    if not queries.has_all_of(schedule, person, max(shift[0], now), shift[1]):
        raise Refused(_("%(name)s is not on call all of that time.") % {"name": person.name}, field="starts_at")
    if Cover.objects.open().filter(schedule=schedule, starts_at__lt=shift[1], ends_at__gt=shift[0]).exists():
        raise Refused(_("Somebody has already been asked about this time."), field="starts_at")
    if asked and (asked == person or not asked.is_active):
        raise Refused(_("Ask somebody else who is still here."), field="asked")
    if back:
        _refuse_unsound_swap(schedule, shift, asked, back)


def _refuse_far(end: datetime, now: datetime, field: str) -> None:
    if end > now + rotas.FARTHEST:
        raise Refused(_("Ask about shifts within a year."), field=field)


def _refuse_unsound_swap(
    schedule: Schedule, shift: tuple[datetime, datetime], asked: Person | None, back: tuple[datetime, datetime]
) -> None:
    if asked is None:
        raise Refused(_("A swap is asked of one person."), field="asked")
    if back[1] <= back[0] or back[0] <= clock.now() or (back[0] < shift[1] and shift[0] < back[1]):
        raise Refused(_("The shift in return lies ahead, and apart from the other one."), field="back_starts_at")
    _refuse_far(back[1], clock.now(), "back_ends_at")
    if not queries.has_all_of(schedule, asked, *back):
        raise Refused(_("%(name)s is not on call all of that time.") % {"name": asked.name}, field="back_starts_at")


def _need_asked(cover: Cover, by: Actor) -> Person:
    """The person who answers, if she was asked."""
    found = next((person for person in queries.candidates(cover) if person.pk == by.person), None)
    if found is None:
        raise NotAllowed(_("You were not asked to take this shift."), permission=P.OVERRIDE)
    return found


def _refuse_changed(cover: Cover, person: Person, start: datetime, end: datetime) -> None:
    if not queries.has_all_of(cover.schedule, person, start, end):
        raise Refused(
            _("%(name)s no longer has that shift; the rota has changed.") % {"name": person.name}, code="changed"
        )


def _entitled(by: Actor) -> Actor:
    """Whoever is asked may answer, and whoever asks may take it back, whatever their roles."""
    return replace(by, permissions=by.permissions | {P.OVERRIDE})


def _tell(fact: Any) -> Any:
    live.changed("oncall")
    return tell(fact)


def _write(people: Iterable[Person], fact: Fact, cover: Cover, subject: str) -> None:
    """A message that can wait, with the page on which it is answered."""
    for person in people:
        with timezone.override(person.time_zone):
            start, end = (
                formats.date_format(timezone.localtime(at), "D j M, H:i") for at in (cover.starts_at, cover.ends_at)
            )
        notify.notify(
            person,
            fact_id=fact.id,
            subject=f"{subject}: {cover.schedule}",
            body="\n\n".join(filter(None, [f"{cover.schedule}: {start} to {end} ({person.time_zone})", cover.reason])),
            link=f"{settings.BASE_URL}/on-call/covers/{cover.pk}",
            link_text=_("Open the request"),
            urgency=Urgency.LOW,
        )
