"""What a review is made of: its timeline, its causes, and what led to what."""

from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.reviews.shapes import CauseOut, PartName, ReviewEntryOut, entries, found, nodes
from watchkeep.doors.api.shapes import Change, Flag, Id, Line, Listing, Moment, Paging, Ref, Words
from watchkeep.estate.assets.models import Item
from watchkeep.estate.services.models import Service
from watchkeep.insight.reviews import life
from watchkeep.insight.reviews.models import Category, Edge, Entry
from watchkeep.insight.reviews.permissions import P
from watchkeep.kernel.errors import Refused

router = Resource("Reviews")
Prose = Annotated[str, Field(max_length=20_000)]
Told = Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S")]


class EntryNew(Change):
    """What no machine saw: a call, a decision."""

    at: Moment
    text: Told


class About(Change):
    """A fact of the incident by its id, or an entry of the review's own."""

    what: Literal["entry", "fact"]
    which: Ref


class Pinning(About):
    """Whether it is one of those that tell the story."""

    is_pinned: Flag = True


class Remark(About):
    """What is to be said about it; nothing takes a remark away."""

    note: Annotated[str, Field(max_length=5000)] = ""


class CorrectionNew(About):
    """What it should have said, and how one knows. What it says stays beside it."""

    text: Told
    reason: Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
    at: Moment | None = None


class CauseNew(Change):
    """Something that had a part in it. An underlying cause needs a category, by its short name."""

    kind: PartName
    text: Line
    detail: Prose = ""
    category: Annotated[str, Field(max_length=60)] | None = None
    is_missing: Flag = False
    service: Ref | None = None
    item: Ref | None = None
    change: Words = ""
    led_to: Ref | None = None
    """The cause to which it led; null for the incident itself."""


class CauseEdit(Change):
    """Other words, another kind, another place. What is left out stays."""

    text: Line = ""
    detail: Prose = ""
    category: Annotated[str, Field(max_length=60)] | None = None
    is_missing: Flag = False
    service: Ref | None = None
    item: Ref | None = None
    change: Words = ""


class EffectNew(Change):
    """To which other cause it led."""

    effect: Ref


@router.list("/{int:review}/entries", ReviewEntryOut)
def list_review_entries(request: Call, review: Id, paging: Query[Paging]) -> Listing[ReviewEntryOut]:
    """What the review says about its timeline: pins, remarks and corrections, and its own entries."""
    found(request, review)
    return answers.listed(request, entries(request, review), ReviewEntryOut.of, paging, order=("id",))


@router.verb("/{int:review}/entries", ReviewEntryOut, may=P.WRITE)
def add_review_entry(request: Call, review: Id, body: EntryNew) -> ReviewEntryOut:
    """Add what no machine saw."""
    made = life.add_entry(found(request, review), by=request.auth, at=body.at, text=body.text)
    return _entry(request, made)


@router.verb("/{int:review}/pins", ReviewEntryOut, may=P.WRITE)
def pin_review_entry(request: Call, review: Id, body: Pinning) -> ReviewEntryOut:
    """Mark a line of the timeline as one of those that tell the story, or take the mark away."""
    act = life.pin if body.is_pinned else life.unpin
    return _entry(request, act(found(request, review), by=request.auth, **_about(request, review, body)))


@router.verb("/{int:review}/remarks", ReviewEntryOut, may=P.WRITE)
def remark_on_review_entry(request: Call, review: Id, body: Remark) -> ReviewEntryOut:
    """Remark on a line of the timeline."""
    row, about = found(request, review), _about(request, review, body)
    return _entry(request, life.annotate(row, by=request.auth, note=body.note, **about))


@router.verb("/{int:review}/corrections", ReviewEntryOut, may=P.WRITE)
def correct_review_entry(request: Call, review: Id, body: CorrectionNew) -> ReviewEntryOut:
    """Say what a line of the timeline should have said. What it says stays beside it."""
    row, about = found(request, review), _about(request, review, body)
    made = life.correct(row, by=request.auth, text=body.text, reason=body.reason, at=body.at, **about)
    return _entry(request, made.entry)


@router.create("/{int:review}/causes", CauseOut, may=P.WRITE)
def record_cause(request: Call, review: Id, body: CauseNew) -> CauseOut:
    """Record something that had a part in it."""
    row, given = found(request, review), _referred(request, body)
    if given.get("led_to") is not None:
        given["led_to"] = answers.referred(nodes(request, review), given["led_to"], "led_to")
    made = life.record_cause(row, by=request.auth, **given)
    return get_cause(request, review, made.pk)


@router.read("/{int:review}/causes/{int:node}", CauseOut)
def get_cause(request: Call, review: Id, node: Id) -> CauseOut:
    """One cause, and what it led to."""
    return CauseOut.of(get_object_or_404(nodes(request, review), pk=node))


@router.edit("/{int:review}/causes/{int:node}", CauseOut, may=P.WRITE)
def edit_cause(request: Call, review: Id, node: Id, body: CauseEdit) -> CauseOut:
    """Put it in other words, or under another kind of cause."""
    row = finding.one(request, nodes(request, review), node)
    answers.seen(request, CauseOut.of(row))
    life.edit_cause(row, by=request.auth, **_referred(request, body))
    return get_cause(request, review, node)


@router.remove("/{int:review}/causes/{int:node}", may=P.WRITE)
def remove_cause(request: Call, review: Id, node: Id) -> None:
    """It had no part in it after all."""
    life.remove_cause(finding.one(request, nodes(request, review), node), by=request.auth)


@router.verb("/{int:review}/causes/{int:node}/led-to", CauseOut, may=P.WRITE)
def tie_causes(request: Call, review: Id, node: Id, body: EffectNew) -> CauseOut:
    """Say that one thing led to another. Refused when that would go round in a circle."""
    row, cause = found(request, review), get_object_or_404(nodes(request, review), pk=node)
    effect = answers.referred(nodes(request, review), body.effect, "effect")
    life.tie(row, by=request.auth, cause=cause, effect=effect)
    return get_cause(request, review, node)


@router.remove("/{int:review}/causes/{int:node}/led-to/{int:effect}", may=P.WRITE)
def untie_causes(request: Call, review: Id, node: Id, effect: Id) -> None:
    """One thing did not lead to the other, after all."""
    get_object_or_404(nodes(request, review), pk=node)
    rows = Edge.objects.select_related("review").filter(review=review, cause=node)
    life.untie(get_object_or_404(rows, effect=effect), by=request.auth)


def _entry(request: Call, made: Entry) -> ReviewEntryOut:
    return ReviewEntryOut.of(entries(request, made.review_id).get(pk=made.pk))


def _about(request: Call, review: int, body: About) -> dict[str, Any]:
    if body.what == "fact":
        return {"fact": body.which}
    return {"entry": answers.referred(entries(request, review), body.which, "which")}


def _referred(request: Call, body: Change) -> dict[str, Any]:
    """What was given, with the records that it names."""
    given = body.given()
    if (slug := given.get("category")) is not None:
        given["category"] = _category(slug)
    for name, rows in (("service", Service.objects), ("item", Item.objects)):
        if name in given:
            given[name] = answers.refer(rows.visible_to(request.auth), given[name], name)
    return given


def _category(slug: str) -> Category:
    found = Category.objects.select_related("parent").filter(slug=slug).first()
    if found is None:
        raise Refused("There is no such kind of cause.", field="category", code="unknown")
    return found
