"""The timeline of a review: facts are pinned, remarked on and corrected beside what they say, never changed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.insight.reviews.events import TimelineMarked
from watchkeep.insight.reviews.life.steps import hold_open
from watchkeep.insight.reviews.models import Correction, Entry, Review
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.models import FactRow
from watchkeep.work.incidents import queries as incidents


@transaction.atomic
def pin(review: Review, *, by: Actor, fact: int | None = None, entry: Entry | None = None) -> Entry:
    """Mark an entry as one of those that tell the story."""
    return _mark(review, by, fact, entry, "pinned", is_pinned=True)


@transaction.atomic
def unpin(review: Review, *, by: Actor, fact: int | None = None, entry: Entry | None = None) -> Entry:
    """It is not one of them after all."""
    return _mark(review, by, fact, entry, "unpinned", is_pinned=False)


@transaction.atomic
def annotate(review: Review, *, by: Actor, note: str, fact: int | None = None, entry: Entry | None = None) -> Entry:
    """Remark on an entry; an empty remark takes it away."""
    return _mark(review, by, fact, entry, "noted", note=note.replace("\x00", "").strip()[:5000])


@transaction.atomic
def add_entry(review: Review, *, by: Actor, at: datetime, text: str) -> Entry:
    """Add what no machine saw: a call, a decision, a smell of burning."""
    hold_open(review, by=by)
    text = _required(text)
    if at > clock.now():
        raise Refused(_("It has not happened yet."), field="at")
    entry = Entry.objects.create(review=review, at=at, text=text, author_id=by.person)
    tell(TimelineMarked(record=review.pk, by=by, act="added", entry=entry.pk, about=None))
    return entry


@transaction.atomic
def correct(  # what a correction says
    review: Review,
    *,
    by: Actor,
    text: str,
    reason: str,
    at: datetime | None = None,
    fact: int | None = None,
    entry: Entry | None = None,
) -> Correction:
    """Say what an entry should have said, and how one knows. What it says stays beside it."""
    hold_open(review, by=by)
    text = _required(text)
    if not reason.strip():
        raise Refused(_("Say how you know."), field="reason", code="missing")
    if at is not None and at > clock.now():
        raise Refused(_("It has not happened yet."), field="at")
    found = _entry(review, by, fact, entry)
    made = Correction.objects.create(
        entry=found, text=text, at=at, reason=reason.replace("\x00", "").strip()[:300], author_id=by.person
    )
    tell(TimelineMarked(record=review.pk, by=by, act="corrected", entry=found.pk, about=found.fact))
    return made


def _mark(  # who, what, and on what
    review: Review, by: Actor, fact: int | None, entry: Entry | None, act: str, **values: bool | str
) -> Entry:
    hold_open(review, by=by)
    found = _entry(review, by, fact, entry)
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    if changed:
        Entry.objects.filter(pk=found.pk).update(**values)
        found.refresh_from_db()
        tell(TimelineMarked(record=review.pk, by=by, act=act, entry=found.pk, about=found.fact))
    return found


def _entry(review: Review, by: Actor, fact: int | None, entry: Entry | None) -> Entry:
    """The row that keeps what is said about a fact of this incident; or one of the review's own."""
    if entry is not None:
        if entry.review_id != review.pk:
            raise Refused(_("There is no such entry."), field="entry", code="unknown")
        return entry
    tickets = [review.incident_id, *(one.pk for one in incidents.family(review.incident))]
    if fact is None or not FactRow.objects.filter(pk=fact, stream="ticket", record__in=tickets).exists():
        raise Refused(_("There is no such entry."), field="fact", code="unknown")
    return Entry.objects.get_or_create(review=review, fact=fact, defaults={"author_id": by.person})[0]


def _required(text: str) -> str:
    if not (text := text.replace("\x00", "").strip()):
        raise Refused(_("Write something first."), field="text", code="missing")
    return text[:5000]
