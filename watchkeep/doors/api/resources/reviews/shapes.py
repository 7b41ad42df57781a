"""What a review looks like outside, and how it is found."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet

from watchkeep.doors.api import finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.shapes import Named, Record, among
from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.models import (
    TEXTS,
    Addendum,
    Correction,
    Entry,
    Node,
    NodeKind,
    Participant,
    Review,
    State,
)

ReviewState = Annotated[State, among(State)]
PartName = Annotated[NodeKind, among(NodeKind)]


class CauseOut(Record):
    """Something that had a part in an incident."""

    id: int
    kind: PartName
    text: str
    detail: str
    category: str | None
    """The short name of its kind."""
    is_missing: bool
    """For a control: that there was none."""
    service: Named | None
    item: Named | None
    change: str
    """The change that set it off, in words or as its address."""
    led_to: list[int]
    """The causes to which it led; none means the incident itself."""

    @classmethod
    def of(cls, node: Node) -> "CauseOut":
        """Show a cause with its kind, places and ties loaded."""
        return cls(
            id=node.pk,
            kind=NodeKind(node.kind),
            category=node.category.slug if node.category else None,
            service=Named.of(node.service),
            item=Named.of(node.item),
            led_to=[edge.effect_id for edge in node.led_to.all()],
            **{name: getattr(node, name) for name in ("text", "detail", "is_missing", "change")},
        )


class ParticipantOut(Record):
    """Somebody who takes part in a review."""

    person: Named
    is_facilitator: bool
    must_sign: bool
    signed_at: datetime | None

    @classmethod
    def of(cls, row: Participant) -> "ParticipantOut":
        """Show a participant whose person is loaded."""
        names = ("is_facilitator", "must_sign", "signed_at")
        return cls(person=Named(id=row.person_id, name=row.person.name), **{name: getattr(row, name) for name in names})


class AddendumOut(Record):
    """What became known after a review was published."""

    id: int
    text: str
    author: Named | None
    created_at: datetime

    @classmethod
    def of(cls, row: Addendum) -> "AddendumOut":
        """Show an addendum whose author is loaded."""
        return cls(id=row.pk, text=row.text, author=Named.of(row.author), created_at=row.created_at)


class CorrectionOut(Record):
    """What an entry should have said, beside what it says."""

    id: int
    text: str
    at: datetime | None
    """When it really happened, if that was wrong."""
    reason: str
    author: Named | None
    created_at: datetime

    @classmethod
    def of(cls, row: Correction) -> "CorrectionOut":
        """Show a correction whose author is loaded."""
        names = ("text", "at", "reason", "created_at")
        return cls(id=row.pk, author=Named.of(row.author), **{name: getattr(row, name) for name in names})


class ReviewEntryOut(Record):
    """What a review says about its timeline: a mark on a fact of the incident, or an entry of its own."""

    id: int
    fact: int | None
    """The fact that it is about; null for an entry of the review's own, which has `at` and `text`."""
    at: datetime | None
    text: str
    note: str
    is_pinned: bool
    author: Named | None
    corrections: list[CorrectionOut]

    @classmethod
    def of(cls, entry: Entry) -> "ReviewEntryOut":
        """Show an entry with its corrections and their authors loaded."""
        return cls(
            id=entry.pk,
            author=Named.of(entry.author),
            corrections=[CorrectionOut.of(one) for one in entry.corrections.all()],
            **{name: getattr(entry, name) for name in ("fact", "at", "text", "note", "is_pinned")},
        )


class ReviewOut(Record):
    """What an incident taught."""

    id: int
    number: str
    incident: str
    severity: int | None
    """The worst that it ever had; one that was declared major counts at least as SEV2."""
    state: ReviewState
    owner: Named | None
    due_at: datetime
    published_at: datetime | None
    article: str | None
    """The article in which it is kept once it is published."""
    narrative: str
    impact: str
    detection: str
    went_well: str
    went_badly: str
    lucky: str
    no_gap_reason: str
    """Why detection had no gap, when no cause is one."""
    meeting_at: datetime | None
    meeting_minutes: int
    meeting_place: str
    waiver_reason: str
    participants: list[ParticipantOut]
    causes: list[CauseOut]
    addenda: list[AddendumOut]

    @classmethod
    def of(cls, review: Review) -> "ReviewOut":
        """Show a review with everything about it loaded."""
        names = ("number", "severity", "due_at", "published_at", "article", "no_gap_reason", "waiver_reason")
        meeting = ("meeting_at", "meeting_minutes", "meeting_place")
        return cls(
            id=review.pk,
            incident=review.incident.number,
            state=State(review.state),
            owner=Named.of(review.owner),
            participants=[ParticipantOut.of(row) for row in review.participants.all()],
            causes=[CauseOut.of(node) for node in review.nodes.all()],
            addenda=[AddendumOut.of(row) for row in review.addenda.all()],
            **{name: getattr(review, name) for name in (*names, *TEXTS, *meeting)},
        )

    def href(self) -> str:
        """Where the review is found."""
        return f"/api/v1/reviews/{self.id}"


def visible(request: Call) -> QuerySet[Review]:
    """The reviews that the caller may see, with all that is shown of them."""
    rows = queries.with_article(Review.objects.visible_to(request.auth))
    rows = rows.select_related("incident__ticket__service", "owner")
    parts = ("nodes__category", "nodes__service", "nodes__item", "nodes__led_to")
    return rows.prefetch_related(*parts, "participants__person", "addenda__author")


def found(request: Call, key: int) -> Review:
    """Find one; 404 when the caller sees none."""
    return finding.one(request, visible(request), key)


def shown(request: Call, review: Review) -> ReviewOut:
    """Show it as it stands now, after a verb."""
    return ReviewOut.of(visible(request).get(pk=review.pk))


def entries(request: Call, review: int) -> QuerySet[Entry]:
    """The entries of a review that the caller may see, with what is shown of them."""
    rows = Entry.objects.filter(review__in=Review.objects.visible_to(request.auth), review=review)
    return rows.select_related("author").prefetch_related("corrections__author")


def nodes(request: Call, review: int) -> QuerySet[Node]:
    """The causes of a review that the caller may see, with what is shown of them."""
    rows = Node.objects.filter(review__in=Review.objects.visible_to(request.auth), review=review)
    return rows.select_related("review__incident", "category", "service", "item").prefetch_related("led_to")
