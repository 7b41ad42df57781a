"""Reviews: what an incident taught, its causes and what led to what."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from ninja import Query

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Id, Listing, Named, Paging, Record, among
from watchkeep.insight.reviews.models import Node, NodeKind, Review, State
from watchkeep.insight.reviews.permissions import P

router = Resource("Reviews")
ReviewState = Annotated[State, among(State)]
PartName = Annotated[NodeKind, among(NodeKind)]


class CauseOut(Record):
    """Something that had a part in an incident."""

    id: int
    kind: PartName
    text: str
    category: str | None
    """The short name of its kind."""
    is_missing: bool
    led_to: list[int]
    """The causes to which it led; none means the incident itself."""

    @classmethod
    def of(cls, node: Node) -> "CauseOut":
        """Show a cause with its kind and ties loaded."""
        return cls(
            id=node.pk,
            kind=NodeKind(node.kind),
            text=node.text,
            category=node.category.slug if node.category else None,
            is_missing=node.is_missing,
            led_to=[edge.effect_id for edge in node.led_to.all()],
        )


class ReviewOut(Record):
    """What an incident taught."""

    id: int
    number: str
    incident: str
    severity: int | None
    state: ReviewState
    owner: Named | None
    due_at: datetime
    published_at: datetime | None
    narrative: str
    impact: str
    detection: str
    went_well: str
    went_badly: str
    lucky: str
    causes: list[CauseOut]

    @classmethod
    def of(cls, review: Review) -> "ReviewOut":
        """Show a review with everything about it loaded."""
        texts = ("narrative", "impact", "detection", "went_well", "went_badly", "lucky")
        return cls(
            id=review.pk,
            number=review.number,
            incident=review.incident.number,
            severity=review.severity,
            state=State(review.state),
            owner=Named.of(review.owner),
            due_at=review.due_at,
            published_at=review.published_at,
            causes=[CauseOut.of(node) for node in review.nodes.all()],
            **{name: getattr(review, name) for name in texts},
        )

    def href(self) -> str:
        """Where the review is found."""
        return f"/api/v1/reviews/{self.id}"


@router.list("", ReviewOut, may=P.SEE)
def list_reviews(request: Call, paging: Query[Paging]) -> Listing[ReviewOut]:
    """Reviews, the newest first: published ones, and drafts as far as you may see them."""
    return answers.listed(request, _reviews(request), ReviewOut.of, paging)


@router.read("/{int:review}", ReviewOut)
def get_review(request: Call, review: Id) -> ReviewOut:
    """One review, with its causes and what led to what."""
    return ReviewOut.of(finding.one(request, _reviews(request), review))


def _reviews(request: Call) -> QuerySet[Review]:
    rows = Review.objects.visible_to(request.auth).select_related("incident__ticket", "owner")
    return rows.prefetch_related("nodes__category", "nodes__led_to")
