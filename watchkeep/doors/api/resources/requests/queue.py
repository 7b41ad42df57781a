"""Requests: listed, asked for, read, corrected, assigned."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import ConfigDict, Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.catalogue.ordering import Answers
from watchkeep.doors.api.resources.desk.tickets import visible
from watchkeep.doors.api.resources.incidents.queue import Assignment, IncidentFilters, Tag, referred
from watchkeep.doors.api.resources.requests.finding import RequestNumber, found, shown, told
from watchkeep.doors.api.resources.requests.shapes import RequestOut, RequestRow
from watchkeep.doors.api.shapes import Change, Id, Listing, Paging, Ref, Text, Whole, Words
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.requests import life
from watchkeep.work.requests.models import CatalogueItem, Request
from watchkeep.work.requests.permissions import P
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets import queries
from watchkeep.work.tickets.models import Kind
from watchkeep.work.tickets.permissions import P as Ticket

router = Resource("Requests")
ByHand = Literal["api", "phone", "walk_in", "chat"]
Quantity = Annotated[Whole, Field(ge=1, le=1000)]


class RequestFilters(IncidentFilters):
    """What the queue is asked. Values of one filter are alternatives; tags add up."""

    item: list[Id] = Field([], description="Ids of items of the catalogue.")

    def read(self) -> queries.Filters:
        """Ask the queue the same."""
        given = self.model_dump(exclude_none=True, exclude={"item"}, mode="json")
        asked = {name: value if isinstance(value, list) else [value] for name, value in given.items()}
        words = {name: [str(value) for value in values] for name, values in asked.items()}
        found = queries.Filters.read(words | {"kind": [Kind.REQUEST]})
        return found.narrowed(Request.objects.filter(item__in=self.item).values("pk")) if self.item else found


class RequestOpening(Change):
    """What is asked for: an item of the catalogue with answers to its form, or one's own words."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "A second screen"}]})

    item: Ref | None = None
    answers: Answers = {}
    quantity: Quantity = 1
    title: Words = ""
    """The item's name unless told otherwise; without an item it is needed."""
    description: Text = ""
    requester: Ref | None = None
    """For whom, if not for yourself (which takes `request.work`)."""
    service: Ref | None = None
    team: Ref | None = None
    priority: Annotated[Whole, Field(ge=1, le=5)] | None = None
    """Takes `request.work`; the item's unless told otherwise."""
    tags: list[Tag] = Field([], max_length=20)
    source: ByHand = "api"
    follows: Annotated[str, Field(min_length=1, max_length=20)] | None = None
    """The number of a ticket on which it follows."""
    vouched: Words = ""
    """How you made sure that it is really them, for an item that wants a fresh proof (its `proof`). Without it such an
    order is refused as `proof_required`; for oneself it is placed in the portal, which asks for the proof."""


class RequestEdit(Change):
    """Fields to correct; what you leave out stays. What is asked for is changed by its own verb."""

    title: Words = ""
    description: Text = ""
    service: Ref | None = None
    requester: Ref | None = None
    organisation: Ref | None = None
    tags: list[Tag] = Field([], max_length=20)


@router.list("", RequestRow)
def list_requests(request: Call, filters: Query[RequestFilters], paging: Query[Paging]) -> Listing[RequestRow]:
    """Requests that you may see: any question, any page, at the same cost. Your own: `requester=me`."""
    page = queries.page(request.auth, filters.read(), cursor=paging.cursor, size=paging.size)
    asked = Request.objects.select_related("item").in_bulk([ticket.pk for ticket in page.rows])
    return answers.paged(request, page, lambda ticket: RequestRow.of(ticket, asked[ticket.pk]))


@router.create("", RequestOut, may=P.ASK)
def open_request(request: Call, body: RequestOpening) -> RequestOut:
    """Ask for something. Whoever must agree is asked at once; a wrong answer is named as `/answers.NAME`."""
    return told(request, life.open_all([meant(request.auth, body.given(), referred_to)])[0])


@router.read("/{slug:number}", RequestOut)
def get_request(request: Call, number: RequestNumber) -> RequestOut:
    """One request, and the verbs that you may use now."""
    return told(request, found(request, number))


@router.edit("/{slug:number}", RequestOut, may=Ticket.EDIT)
def edit_request(request: Call, number: RequestNumber, body: RequestEdit) -> RequestOut:
    """Correct fields. For another requester what was agreed to falls, and who must agree is asked anew."""
    asked = found(request, number)
    answers.seen(request, told(request, asked))
    given = body.given() | referred(request.auth, body.given())
    tickets.edit(asked.ticket, by=request.auth, version=asked.ticket.version, **given)
    return shown(request, number)


@router.verb("/{slug:number}/assign", RequestOut, may=Ticket.ASSIGN)
def assign_request(request: Call, number: RequestNumber, body: Assignment) -> RequestOut:
    """Give it to a team, to a person, or to nobody."""
    tickets.assign(found(request, number).ticket, by=request.auth, **referred(request.auth, body.given()))
    return shown(request, number)


def meant(actor: Actor, given: dict[str, Any], records: Callable[[Actor, dict[str, Any]], dict[str, Any]]) -> life.Wish:
    """What a body asks for; ``records`` finds what its ids mean."""
    return life.Wish(by=actor, **({"source": "api"} | given | records(actor, given)))


def referred_to(actor: Actor, given: dict[str, Any]) -> dict[str, Any]:
    """The records that ids in a body mean."""
    found = referred(actor, given)
    if "item" in given:
        found["item"] = answers.refer(CatalogueItem.objects.visible_to(actor), given["item"], "item")
    if given.get("follows") is not None:
        found["follows"] = visible(actor).filter(number=given["follows"]).first()
        if found["follows"] is None:
            raise Refused("There is no such ticket.", field="follows", code="unknown")
    return found
