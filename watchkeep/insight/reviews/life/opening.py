"""The beginning: a review is due because of how bad it was, or somebody wants one."""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.calendars import queries as calendars
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.people.models import Person
from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.events import ReviewEdited, ReviewOpened
from watchkeep.insight.reviews.life import ending, taking_part
from watchkeep.insight.reviews.models import UNFINISHED, Entry, Review
from watchkeep.insight.reviews.permissions import P
from watchkeep.insight.reviews.rules import nudges, schedule
from watchkeep.kernel import clock, facts
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.numbering import next_number
from watchkeep.work.incidents import queries as incidents
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Pin

LOOKED_AHEAD_DAYS = 60
RULE = Actor.system("rule:review", "Reviews")


@transaction.atomic
def open_review(incident: Incident, *, by: Actor, days: int = 5, owner: Person | None = None) -> Review:
    """Open the review of an incident, due so many business days from now. There is one: the same is returned again.

    Whoever worked on the incident owns it, unless told otherwise.
    """
    by.need(P.WRITE, _("write reviews"))
    if incident.is_merged:
        raise Refused(_("It is read and worked in another incident: review that one."), code="merged")
    if there := Review.objects.filter(incident=incident).first():
        return there
    now = clock.now()
    due_at = due_from(now, days, incident)
    count = nudges.first_ahead(nudges.REVIEW, due_at, now)
    severity = queries.gravity_of(incident)
    review = Review.objects.create(
        number=next_number("REV"), incident=incident, severity=severity, due_at=due_at, own_severity=severity,
        owner_id=owner.pk if owner else incident.ticket.assignee_id, nudges=count,
        next_nudge_at=nudges.nth(nudges.REVIEW, due_at, count).at,
    )  # fmt: skip
    _take_pins(review)
    tell(ReviewOpened(
        record=incident.pk, by=by, review=review.pk, number=review.number, severity=review.severity, due_at=due_at,
    ))  # fmt: skip
    return review


@transaction.atomic
def set_owner(review: Review, *, by: Actor, owner: Person | None, due_at: datetime | None = None) -> None:
    """Say who sees to it that it is written, and until when. A new owner meets with the others."""
    by.need(P.WRITE, _("write reviews"))
    if owner is not None and not owner.is_active:
        raise Refused(_("%(name)s has left.") % {"name": owner.name}, field="owner")
    review.refresh_from_db(from_queryset=Review.objects.select_for_update(no_key=True))
    wanted, was = {"owner": owner} | ({"due_at": due_at} if due_at else {}), review.owner_id
    changed = [name for name, value in wanted.items() if getattr(review, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(review, name, wanted[name])
    if "due_at" in changed and review.is_unfinished:
        review.nudges = nudges.first_ahead(nudges.REVIEW, review.due_at, clock.now())
        review.next_nudge_at = nudges.nth(nudges.REVIEW, review.due_at, review.nudges).at
    ahead = taking_part.meeting_ahead(review) if "owner" in changed else None
    review.meeting_sequence += bool(ahead and was)
    review.save(update_fields=[*changed, "nudges", "next_nudge_at", "meeting_sequence"])
    tell(ReviewEdited(
        record=review.pk, by=by, fields=sorted(changed), version=review.version, owner=review.owner_id, was_owner=was,
        meeting_at=ahead,
    ))  # fmt: skip


def follow_severity(incident: Incident) -> None:
    """It was worse than it looked: a review keeps the worst severity that its incident ever had."""
    severity = queries.gravity_of(incident)
    if severity is not None:
        rows = Review.objects.filter(incident=incident, state__in=UNFINISHED)
        rows.exclude(severity__lte=severity).update(severity=severity)
        rows.exclude(own_severity__lte=severity).update(own_severity=severity)


def follow_family(incident: Incident) -> None:
    """A review is that of the worst among its incident and what was merged into it; what was taken out counts no more.

    One that was opened only for what was merged, and in which nobody has written, is not needed then.
    """
    review = Review.objects.filter(incident=incident, state__in=UNFINISHED).first()
    if review is None:
        return
    merged = Review.objects.filter(incident__in=incidents.family(incident)).values_list("severity", flat=True)
    worst = min(filter(None, (review.own_severity, *merged)), default=None)
    if worst != review.severity:
        Review.objects.filter(pk=review.pk).update(severity=worst)
        review.severity = worst
    if not merged and review.own_severity not in queries.REVIEWED and _is_blank(review):
        ending.waive(review, by=RULE, reason=_("The incident that asked for it is reviewed by itself."))


def follow_pin(ticket: int, entry: int) -> None:
    """What is pinned in the room while the review is still written is pinned there, too."""
    if review := Review.objects.filter(incident=ticket, state__in=UNFINISHED).first():
        Entry.objects.update_or_create(review=review, fact=entry, defaults={"is_pinned": True})


def _take_pins(review: Review) -> None:
    """What was pinned in the room, in the night, is pinned in the review."""
    pins = Pin.objects.filter(ticket=review.incident_id).values_list("fact", flat=True)
    Entry.objects.bulk_create(Entry(review=review, fact=fact, is_pinned=True) for fact in pins)


def _is_blank(review: Review) -> bool:
    """Whether it opened by itself and nobody has put anything into it."""
    opened = facts.told("ticket", review.incident_id, kind=ReviewOpened.kind).filter(by=RULE.key)
    parts = (review.nodes, review.entries, review.actions, review.participants)
    return review.is_open and review.version == 1 and opened.exists() and not any(rows.exists() for rows in parts)


def due_from(at: datetime, days: int, incident: Incident) -> datetime:
    """The end of the so many-th business day after that day, in the service's hours; Monday to Friday without any."""
    service = incident.ticket.service
    hours = (service.hours if service else None) or BusinessHours()
    ahead = calendars.coming_days(hours.spec(), at, LOOKED_AHEAD_DAYS)[1:]
    closing = schedule.last_of([day.openings[-1][1] if day.openings else None for day in ahead], max(days, 1))
    fallback = datetime.combine(at.astimezone(UTC).date() + timedelta(days=days + 1), time.min, UTC)
    return (closing or fallback).astimezone(UTC)


def is_wanted(incident: Incident) -> int | None:
    """In how many business days it must be reviewed; None when it need not be."""
    return None if incident.ticket.is_drill or incident.is_merged else queries.review_days(incident)
