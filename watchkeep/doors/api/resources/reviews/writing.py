"""The life of a review: opened, written, met about, signed, published or waived."""

from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents import finding as incidents
from watchkeep.doors.api.resources.reviews.shapes import AddendumOut, ReviewOut, ReviewState, found, shown, visible
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Moment, Paging, Record, Ref, Whole
from watchkeep.estate.people.models import Person
from watchkeep.insight.reviews import life, queries
from watchkeep.insight.reviews.models import Participant, Review
from watchkeep.insight.reviews.permissions import P

router = Resource("Reviews")
Prose = Annotated[str, Field(max_length=50_000)]
Why = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]


class ReviewNew(Change):
    """Which incident is reviewed. There is one review for each: asked again, it is the same."""

    incident: Annotated[str, Field(min_length=1, max_length=20, examples=["INC-1042"])]


class ReviewEdit(Change):
    """Texts, owner and day. What is left out stays."""

    narrative: Prose = ""
    impact: Prose = ""
    detection: Prose = ""
    went_well: Prose = ""
    went_badly: Prose = ""
    lucky: Prose = ""
    no_gap_reason: Annotated[str, Field(max_length=300)] = ""
    owner: Ref | None = None
    due_at: Moment | None = None


class MeetingNew(Change):
    """When everybody meets. The same again moves it in their calendars."""

    starts_at: Moment
    minutes: Annotated[Whole, Field(ge=5, le=480)] = 60
    place: Annotated[str, Field(max_length=300)] = ""


class ParticipantNew(Change):
    """Who takes part, and how. The same person again changes that."""

    person: Ref
    must_sign: Flag = False
    is_facilitator: Flag = False


class ReviewReason(Change):
    """Why."""

    reason: Why


class AddendumNew(Change):
    """What became known."""

    text: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]


class LacksOut(Record):
    """What a root cause must have before it is published and its incident closed, and has not."""

    lacks: list[str]


class StateFilters(BaseModel):
    """Where they stand, and of which incident."""

    state: ReviewState | None = None
    incident: Annotated[str, Field(max_length=20)] | None = None


@router.list("", ReviewOut, may=P.SEE)
def list_reviews(request: Call, filters: Query[StateFilters], paging: Query[Paging]) -> Listing[ReviewOut]:
    """Reviews, the newest first: published ones, and drafts as far as you may see them."""
    asked = {"state": filters.state, "incident__ticket__number": filters.incident}
    rows = visible(request).filter(**{name: value for name, value in asked.items() if value is not None})
    return answers.listed(request, rows, ReviewOut.of, paging)


@router.create("", ReviewOut, may=P.WRITE)
def open_review(request: Call, body: ReviewNew) -> ReviewOut:
    """Open the review of an incident."""
    incident = incidents.other(request, body.incident, "incident")
    return shown(request, life.open_review(incident, by=request.auth))


@router.read("/{int:review}", ReviewOut)
def get_review(request: Call, review: Id) -> ReviewOut:
    """One review, with its causes and what led to what."""
    return ReviewOut.of(found(request, review))


@router.edit("/{int:review}", ReviewOut, may=P.WRITE)
def edit_review(request: Call, review: Id, body: ReviewEdit) -> ReviewOut:
    """Write its texts, or say who sees to it and until when."""
    row = found(request, review)
    answers.seen(request, ReviewOut.of(row))
    given = body.given()
    minding: dict[str, Any] = {name: given.pop(name) for name in ("owner", "due_at") if name in given}
    if minding:
        owner = minding.get("owner", row.owner_id)
        minding["owner"] = answers.refer(Person.objects.visible_to(request.auth), owner, "owner")
        life.set_owner(row, by=request.auth, **minding)
    if given or not minding:
        life.write(row, by=request.auth, **given)
    return shown(request, row)


@router.read("/{int:review}/lacks", LacksOut)
def get_lacks(request: Call, review: Id) -> LacksOut:
    """What its root cause still lacks, in words."""
    return LacksOut(lacks=queries.missing(found(request, review)))


@router.verb("/{int:review}/meeting", ReviewOut, may=P.WRITE)
def set_meeting(request: Call, review: Id, body: MeetingNew) -> ReviewOut:
    """Invite everybody who takes part, or move the meeting."""
    row, given = found(request, review), body.given()
    life.set_meeting(row, by=request.auth, at=given.pop("starts_at"), **given)
    return shown(request, row)


@router.remove("/{int:review}/meeting", may=P.WRITE)
def call_off_meeting(request: Call, review: Id) -> None:
    """They do not meet after all: it leaves everybody's calendar."""
    life.call_off_meeting(found(request, review), by=request.auth)


@router.verb("/{int:review}/participants", ReviewOut, may=P.WRITE)
def add_participant(request: Call, review: Id, body: ParticipantNew) -> ReviewOut:
    """Let somebody take part."""
    row, given = found(request, review), body.given()
    given["person"] = answers.referred(Person.objects.visible_to(request.auth), body.person, "person")
    life.add_participant(row, by=request.auth, **given)
    return shown(request, row)


@router.remove("/{int:review}/participants/{int:person}", may=P.WRITE)
def remove_participant(request: Call, review: Id, person: Id) -> None:
    """Somebody does not take part after all."""
    rows = Participant.objects.filter(review=_seen(request, review)).select_related("review")
    life.remove_participant(get_object_or_404(rows, person=person), by=request.auth)


@router.verb("/{int:review}/ask-sign-off", ReviewOut, may=P.WRITE)
def ask_sign_off(request: Call, review: Id) -> ReviewOut:
    """It is written: ask those who must sign it."""
    row = found(request, review)
    life.ask_sign_off(row, by=request.auth)
    return shown(request, row)


@router.verb("/{int:review}/sign", ReviewOut, may=P.SIGN)
def sign_review(request: Call, review: Id) -> ReviewOut:
    """Stand by it with your name."""
    row = found(request, review)
    life.sign(row, by=request.auth)
    return shown(request, row)


@router.verb("/{int:review}/send-back", ReviewOut, may=P.WRITE)
def send_review_back(request: Call, review: Id, body: ReviewReason) -> ReviewOut:
    """It needs more work. Signatures so far no longer count."""
    row = found(request, review)
    life.send_back(row, by=request.auth, reason=body.reason)
    return shown(request, row)


@router.verb("/{int:review}/publish", ReviewOut, may=P.PUBLISH)
def publish_review(request: Call, review: Id) -> ReviewOut:
    """Let everybody with the permission read it. From then on it only takes addenda."""
    row = found(request, review)
    life.publish(row, by=request.auth)
    return shown(request, row)


@router.verb("/{int:review}/waive", ReviewOut, may=P.WAIVE)
def waive_review(request: Call, review: Id, body: ReviewReason) -> ReviewOut:
    """Decide that this incident needs no review and no root cause; the reason stays on record."""
    row = found(request, review)
    life.waive(row, by=request.auth, reason=body.reason)
    return shown(request, row)


@router.verb("/{int:review}/resume", ReviewOut, may=P.WRITE)
def resume_review(request: Call, review: Id) -> ReviewOut:
    """Write it after all."""
    row = found(request, review)
    life.resume(row, by=request.auth)
    return shown(request, row)


@router.verb("/{int:review}/addenda", AddendumOut, may=P.WRITE)
def add_addendum(request: Call, review: Id, body: AddendumNew) -> AddendumOut:
    """Add what became known after it was published."""
    return AddendumOut.of(life.add_addendum(found(request, review), by=request.auth, text=body.text))


def _seen(request: Call, key: int) -> Review:
    return get_object_or_404(Review.objects.visible_to(request.auth), pk=key)
