"""Discovery: gateways that agents report to, what they brought, and what is in doubt."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Name, Paging, Record, Whole, among
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Doubt, Gateway, Inventory, State
from watchkeep.estate.discovery.permissions import P

router = Resource("Discovery")
StateName = Annotated[State, among(State)]
Hours = Annotated[Whole, Field(ge=1, le=720)]
Network = Annotated[str, Field(max_length=64, examples=["10.0.0.0/8"])]
Networks = Annotated[list[Network], Field(max_length=50)]


class GatewayOut(Record):
    """An address that agents report to."""

    id: int
    name: str
    is_active: bool
    networks: list[str]
    """From these alone agents may report; empty: from everywhere."""
    every_hours: int
    """Between two inventories of an agent."""
    source: str
    """As what its agents speak of items."""
    prefix: str
    """How its key begins."""
    key: str
    """The key, in the answer that makes it and in no other."""
    former_until: datetime | None
    """Until when the key before it opens."""

    @classmethod
    def of(cls, gateway: Gateway, key: str = "") -> "GatewayOut":
        """Show a gateway."""
        plain: dict[str, Any] = {name: getattr(gateway, name) for name in ("name", "is_active", "networks", "prefix")}
        plain |= {"every_hours": gateway.hours, "source": gateway.source.slug, "former_until": gateway.former_until}
        return cls(id=gateway.pk, key=key, **plain)

    def href(self) -> str:
        """Where the gateway is found."""
        return f"/api/v1/gateways/{self.id}"


class GatewayNew(Change):
    """One more address that agents report to."""

    name: Name = Field(examples=["Office"])
    networks: Networks = []
    every_hours: Hours = 24


class GatewayEdit(Change):
    """How agents are let in. What is left out stays."""

    name: Name = ""
    networks: Networks = []
    every_hours: Hours = 24


class GatewayRotate(Change):
    """Another key."""

    at_once: Flag = False
    """The former one opens nothing any more; otherwise it opens for another week."""


class InventoryOut(Record):
    """What an agent brought at once, and what became of it."""

    id: int
    gateway: int
    agent: str | None
    item: int | None
    received_at: datetime
    size: int
    """In bytes, unpacked."""
    state: StateName
    why: str
    """Why it was refused, or changed nothing."""

    @classmethod
    def of(cls, one: Inventory) -> "InventoryOut":
        """Show an inventory."""
        agent = one.agent.device if one.agent else None
        plain = {name: getattr(one, name) for name in ("received_at", "size", "why")}
        return cls(id=one.pk, gateway=one.gateway_id, agent=agent, item=one.item_id, state=State(one.state), **plain)


class InventoryFilters(BaseModel):
    """Which inventories."""

    state: StateName | None = None


class DoubtOut(Record):
    """Two items that share a mark and contradict each other."""

    id: int
    item: int
    other: int
    kind: str
    """The kind of the mark that both bear."""
    value: str
    against: list[str]
    """The kinds of marks in which they differ."""
    opened_at: datetime
    settled_at: datetime | None
    outcome: str
    """Empty while it waits; then same, different or faded."""

    @classmethod
    def of(cls, one: Doubt) -> "DoubtOut":
        """Show a doubt."""
        names = ("kind", "value", "against", "opened_at", "settled_at", "outcome")
        plain = {name: getattr(one, name) for name in names}
        return cls(id=one.pk, item=one.item_id, other=one.other_id, **plain)


@router.list("/gateways", GatewayOut, may=P.SEE)
def list_gateways(request: Call, paging: Query[Paging]) -> Listing[GatewayOut]:
    """Gateways, from A to Z."""
    return answers.listed(request, queries.gateways(request.auth), GatewayOut.of, paging, order=("name", "id"))


@router.create("/gateways", GatewayOut, may=P.CONFIGURE)
def add_gateway(request: Call, body: GatewayNew) -> GatewayOut:
    """Let agents report through another address. Its key is in this answer and in no other."""
    row, key = life.add_gateway(by=request.auth, name=body.name, networks=body.networks, hours=body.every_hours)
    return GatewayOut.of(row, key)


@router.read("/gateways/{int:gateway}", GatewayOut)
def get_gateway(request: Call, gateway: Id) -> GatewayOut:
    """One gateway."""
    return GatewayOut.of(_gateway(request, gateway))


@router.edit("/gateways/{int:gateway}", GatewayOut, may=P.CONFIGURE)
def change_gateway(request: Call, gateway: Id, body: GatewayEdit) -> GatewayOut:
    """Let agents in otherwise."""
    row = _gateway(request, gateway)
    answers.seen(request, GatewayOut.of(row))
    told: dict[str, Any] = {"name": row.name, "networks": row.networks, "every_hours": row.hours} | body.given()
    life.change_gateway(row, by=request.auth, name=told["name"], networks=told["networks"], hours=told["every_hours"])
    return GatewayOut.of(row)


@router.verb("/gateways/{int:gateway}/rotate", GatewayOut, may=P.CONFIGURE)
def rotate_gateway_key(request: Call, gateway: Id, body: GatewayRotate) -> GatewayOut:
    """Give a gateway another key. It is in this answer and in no other."""
    row = _gateway(request, gateway)
    key = life.rotate_key(row, by=request.auth, at_once=body.at_once)
    return GatewayOut.of(_gateway(request, gateway), key)


@router.verb("/gateways/{int:gateway}/switch", GatewayOut, may=P.CONFIGURE)
def switch_gateway(request: Call, gateway: Id) -> GatewayOut:
    """Close it, or open it again."""
    row = _gateway(request, gateway)
    life.switch_gateway(row, by=request.auth)
    return GatewayOut.of(row)


@router.list("/inventories", InventoryOut, may=P.SEE)
def list_inventories(request: Call, filters: Query[InventoryFilters], paging: Query[Paging]) -> Listing[InventoryOut]:
    """What agents brought, the newest first. What said nothing new is not among it."""
    rows = queries.inventories(request.auth, state=filters.state or "")
    return answers.listed(request, rows, InventoryOut.of, paging)


@router.read("/inventories/{int:inventory}", InventoryOut)
def get_inventory(request: Call, inventory: Id) -> InventoryOut:
    """One inventory."""
    return InventoryOut.of(finding.one(request, queries.inventories(request.auth), inventory))


@router.verb("/inventories/{int:inventory}/read-again", InventoryOut, may=P.CONFIGURE)
def read_inventory_again(request: Call, inventory: Id) -> InventoryOut:
    """Read once more what was refused."""
    life.read_again(finding.one(request, queries.inventories(request.auth), inventory), by=request.auth)
    return InventoryOut.of(finding.one(request, queries.inventories(request.auth), inventory))


@router.list("/doubts", DoubtOut, may=P.SEE)
def list_doubts(request: Call, paging: Query[Paging]) -> Listing[DoubtOut]:
    """What waits for somebody to say what it is, the newest first."""
    return answers.listed(request, queries.open_doubts(request.auth), DoubtOut.of, paging)


@router.read("/doubts/{int:doubt}", DoubtOut)
def get_doubt(request: Call, doubt: Id) -> DoubtOut:
    """One doubt, settled or not."""
    return DoubtOut.of(finding.one(request, queries.doubts(request.auth), doubt))


@router.verb("/doubts/{int:doubt}/same", DoubtOut, may=P.JUDGE)
def say_same(request: Call, doubt: Id) -> DoubtOut:
    """They are one thing: one item stands for both."""
    life.say_same(finding.one(request, queries.doubts(request.auth), doubt), by=request.auth)
    return get_doubt(request, doubt)


@router.verb("/doubts/{int:doubt}/different", DoubtOut, may=P.JUDGE)
def say_different(request: Call, doubt: Id) -> DoubtOut:
    """They are two things."""
    life.say_different(finding.one(request, queries.doubts(request.auth), doubt), by=request.auth)
    return get_doubt(request, doubt)


def _gateway(request: Call, pk: int) -> Gateway:
    return finding.one(request, queries.gateways(request.auth), pk)
