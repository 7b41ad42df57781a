"""Hand-over and return: who was given what and said so, what is asked back, and certificates of destruction."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Day, Id, Listing, Named, Paging, Record, Ref, among
from watchkeep.estate.assets.models import Item
from watchkeep.estate.custody import life, queries
from watchkeep.estate.custody.models import Destruction, Handover, Kind, State
from watchkeep.estate.custody.permissions import P
from watchkeep.estate.people.models import Person

router = Resource("Hand-overs")
destructions = Resource("Certificates of destruction")
StateName = Annotated[State, among(State)]
KindName = Annotated[Kind, among(Kind)]
Why = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
How = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]


class HandoverOut(Record):
    """Somebody is asked whether they got something, or to give it back."""

    id: int
    kind: KindName
    state: StateName
    item: Named
    person: Named
    """Who has it."""
    asked_of: Named
    """Who is asked: of somebody who has left, their manager."""
    words: str
    """What they read when they answered."""
    asked_at: datetime
    answered_at: datetime | None
    note: str
    reminders: int

    @classmethod
    def of(cls, row: Handover) -> HandoverOut:
        """Show a hand-over whose item and people are loaded."""
        same = ("words", "asked_at", "answered_at", "note", "reminders")
        return cls(
            id=row.pk, kind=Kind(row.kind), state=State(row.state), item=Named(id=row.item_id, name=row.item.name),
            person=Named(id=row.person_id, name=row.person.name),
            asked_of=Named(id=row.asked_of_id, name=row.asked_of.name), **{name: getattr(row, name) for name in same},
        )  # fmt: skip

    def href(self) -> str:
        """Where the hand-over is found."""
        return f"/api/v1/handovers/{self.id}"


class DestructionOut(Record):
    """How an item came to its end."""

    id: int
    item: int
    method: str
    who: str
    done_on: date
    certificate: str
    sha256: str
    """Of the paper; empty where only its number is known."""

    @classmethod
    def of(cls, row: Destruction) -> DestructionOut:
        """Show a certificate."""
        same = {name: getattr(row, name) for name in ("method", "who", "done_on", "certificate", "sha256")}
        return cls(id=row.pk, item=row.item_id, **same)

    def href(self) -> str:
        """Where the certificate is found."""
        return f"/api/v1/destructions/{self.id}"


class HandoverFilters(BaseModel):
    """Which hand-overs."""

    state: StateName | None = None
    item: Id | None = None
    person: Id | None = None


class HandoverNew(Change):
    """What is given to whom."""

    item: Ref
    person: Ref


class HandoverReturn(Change):
    """What is asked back from whoever has it."""

    item: Ref


class HandoverObjection(Change):
    """What is not so."""

    note: Why


class DestructionNew(Change):
    """How, by whom, when, and the number of the certificate. The paper itself is filed in the console."""

    item: Ref
    method: How
    who: How
    done_on: Day
    certificate: Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S")]


@router.list("", HandoverOut)
def list_handovers(request: Call, filters: Query[HandoverFilters], paging: Query[Paging]) -> Listing[HandoverOut]:
    """What people were asked, the newest first: all, or one's own."""
    rows = queries.handovers(request.auth).filter(**filters.model_dump(exclude_none=True))
    return answers.listed(request, rows, HandoverOut.of, paging)


@router.create("", HandoverOut, may=P.WORK)
def hand_item_over(request: Call, body: HandoverNew) -> HandoverOut:
    """Give something to somebody, who is asked whether they got it."""
    people = Person.objects.visible_to(request.auth).active()
    person = answers.referred(people, body.person, "person")
    return _shown(request, life.hand_over(_item(request, body.item), by=request.auth, person=person))


@router.read("/{int:handover}", HandoverOut)
def get_handover(request: Call, handover: Id) -> HandoverOut:
    """One hand-over."""
    return HandoverOut.of(_one(request, handover))


@router.verb("/ask-back", HandoverOut, may=P.WORK)
def ask_item_back(request: Call, body: HandoverReturn) -> HandoverOut:
    """Ask whoever has it to give it back."""
    return _shown(request, life.ask_for_return(_item(request, body.item), by=request.auth))


@router.verb("/{int:handover}/accept", HandoverOut, may=P.ANSWER)
def accept_handover(request: Call, handover: Id) -> HandoverOut:
    """Say that one has it."""
    row = _one(request, handover)
    life.accept(row, by=request.auth)
    return _shown(request, row)


@router.verb("/{int:handover}/object", HandoverOut, may=P.ANSWER)
def object_to_handover(request: Call, handover: Id, body: HandoverObjection) -> HandoverOut:
    """Say that one does not have it, or not as it should be."""
    row = _one(request, handover)
    life.object_(row, by=request.auth, note=body.note)
    return _shown(request, row)


@router.verb("/{int:handover}/withdraw", HandoverOut, may=P.WORK)
def withdraw_handover(request: Call, handover: Id) -> HandoverOut:
    """Let nobody answer any more."""
    row = _one(request, handover)
    life.withdraw(row, by=request.auth)
    return _shown(request, row)


@destructions.list("", DestructionOut, may=P.SEE)
def list_destructions(request: Call, paging: Query[Paging]) -> Listing[DestructionOut]:
    """Certificates of destruction, the newest first."""
    return answers.listed(request, Destruction.objects.visible_to(request.auth), DestructionOut.of, paging)


@destructions.create("", DestructionOut, may=P.DESTROY)
def record_destruction(request: Call, body: DestructionNew) -> DestructionOut:
    """Record that something was destroyed. What is not retired yet is retired first."""
    said = body.model_dump(exclude={"item"})
    return DestructionOut.of(life.destroy(_item(request, body.item), by=request.auth, **said))


@destructions.read("/{int:destruction}", DestructionOut)
def get_destruction(request: Call, destruction: Id) -> DestructionOut:
    """One certificate."""
    return DestructionOut.of(finding.one(request, Destruction.objects.visible_to(request.auth), destruction))


def _rows(request: Call) -> QuerySet[Handover]:
    return queries.handovers(request.auth)


def _one(request: Call, key: int) -> Handover:
    return finding.one(request, _rows(request), key)


def _shown(request: Call, row: Handover) -> HandoverOut:
    return HandoverOut.of(_rows(request).get(pk=row.pk))


def _item(request: Call, key: int) -> Item:
    return answers.referred(Item.objects.visible_to(request.auth).select_related("cls"), key, "item")
