"""What doors and pages ask of discovery."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery.models import (
    Agent,
    Crowd,
    Doubt,
    Gateway,
    Identifier,
    Inventory,
    MarkKind,
    Nic,
    Node,
    Patience,
    Placeholder,
    Rejudging,
    State,
    Trace,
    Verdict,
)
from watchkeep.estate.discovery.rules import macs
from watchkeep.estate.discovery.rules.marks import LEVELS
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.pages import capped_count
from watchkeep.kernel.secrets import digest

NAMES: dict[str, Any] = {one.value: one.label for one in MarkKind}
"""Marks in words."""
MARKS = [(kind, NAMES[kind]) for kind in LEVELS]
MOST_TRACES = 100


def kind_of_nic(name: str, mac: str, *, is_virtual: bool = False) -> str:
    """Whose a network card is: the thing's own, made by software, or part of a dock."""
    return macs.kind_of(name, mac, is_virtual=is_virtual)


def tells_apart(nic: Nic) -> bool:
    """Whether the hardware address of a card belongs to its thing and to no other."""
    return macs.tells_apart(nic)


def known_macs(asked: Iterable[str]) -> set[str]:
    """Those of these hardware addresses by which some thing is known."""
    return {*Identifier.objects.filter(kind="mac", value__in=[*asked]).values_list("value", flat=True)}


def standing_for(item: int) -> int:
    """The item that stands for this one; itself, when none does."""
    return Item.objects.values_list("merged_into", flat=True).get(pk=item) or item


def traces_of(item: int) -> QuerySet[Trace]:
    """All that tells this item apart, told of it or of those that it stands for, the oldest first."""
    return Trace.objects.filter(item__in=Item.objects.family(item)).select_related("source").order_by("pk")


def gateway_by(key: str) -> Gateway | None:
    """The gateway that a key opens: its own, or its former one while that works. None if it opens nothing."""
    return gateways_by([key]).get(key)


def gateways_by(keys: Collection[str]) -> dict[str, Gateway]:
    """The gateways that keys open, in one statement; a key that opens nothing is not among them."""
    given = {digest(key): key for key in keys if key}
    if not given:
        return {}
    fits = Q(digest__in=given) | Q(former_digest__in=given, former_until__gt=clock.now())
    opened = {}
    for gateway in Gateway.objects.filter(fits, is_active=True).select_related("source"):
        for one in (gateway.digest, gateway.former_digest):
            if one and bytes(one) in given:
                opened[given[bytes(one)]] = gateway
    return opened


def node_by(key: str) -> Node | None:
    """The node that a key belongs to, while the key of the gateway that let it in still opens; None otherwise."""
    gate, former = F("agent__gateway__digest"), F("agent__gateway__former_digest")
    opens = Q(gate=gate) | Q(gate=former, agent__gateway__former_until__gt=clock.now())
    rows = Node.objects.filter(opens, digest=digest(key), agent__gateway__is_active=True)
    return rows.select_related("agent__gateway__source").defer("kept").first() if key else None


@dataclass(frozen=True)
class Side:
    """One side of a doubt: an item, and its marks as (kind, value, whether the other side bears it, too)."""

    item: Item
    trace: Trace
    marks: list[tuple[Any, str, bool]]


def gateways(actor: Actor) -> QuerySet[Gateway]:
    """All gateways, from A to Z."""
    return Gateway.objects.visible_to(actor).select_related("source").order_by("name")


def agents(gateway: Gateway) -> QuerySet[Agent]:
    """The agents that report through a gateway, the one heard last first."""
    return Agent.objects.filter(gateway=gateway).select_related("item").order_by("-last_at", "-id")


def figures(gateway: Gateway) -> dict[str, tuple[int, bool]]:
    """How many agents a gateway knows, and how many of its inventories wait or were refused."""
    came = Inventory.objects.filter(gateway=gateway)
    return {
        "agents": capped_count(Agent.objects.filter(gateway=gateway)),
        "waiting": capped_count(came.filter(state=State.RECEIVED)),
        "refused": capped_count(came.filter(state=State.REFUSED)),
    }


def inventories(actor: Actor, *, state: str = "", gateway: int = 0) -> QuerySet[Inventory]:
    """What was brought, the newest first, narrowed."""
    wanted = {name: value for name, value in {"state": state, "gateway": gateway}.items() if value}
    rows = Inventory.objects.visible_to(actor).filter(**wanted)
    return rows.select_related("gateway", "agent", "item").order_by("-id")


def doubts(actor: Actor) -> QuerySet[Doubt]:
    """All doubts, settled ones among them, the newest first."""
    rows = Doubt.objects.visible_to(actor).select_related("item__cls", "other__cls", "trace__source")
    return rows.select_related("other_trace__source").order_by("-id")


def open_doubts(actor: Actor) -> QuerySet[Doubt]:
    """What waits for somebody."""
    return doubts(actor).filter(settled_at=None)


def side(doubt: Doubt, trace: Trace, item: Item) -> Side:
    """What is known of one side of a doubt."""
    both = Identifier.objects.filter(trace__in=(doubt.trace_id, doubt.other_trace_id))
    rows = list(both.values_list("trace", "kind", "value"))
    others = {(kind, value) for pk, kind, value in rows if pk != trace.pk}
    mine = sorted((LEVELS.index(kind), kind, value) for pk, kind, value in rows if pk == trace.pk)
    return Side(item, trace, [(NAMES[kind], value, (kind, value) in others) for _level, kind, value in mine])


def recognised_by(item: int) -> list[tuple[Trace, list[tuple[Any, str]], Any]]:
    """Each trace of an item with its marks, and the name of the mark by which it came in: in two statements."""
    return [
        (trace, [(NAMES[kind], value) for kind, value in marks], NAMES.get(trace.why_kind, ""))
        for trace, marks in marked(item)
    ]


def marked(item: int) -> list[tuple[Trace, list[tuple[str, str]]]]:
    """Each trace of an item with the kinds and values of its marks, in two statements."""
    traces = list(traces_of(item)[:MOST_TRACES])
    marks: dict[int, list[tuple[str, str]]] = {trace.pk: [] for trace in traces}
    rows = Identifier.objects.filter(trace__in=marks).order_by("kind", "value")
    for trace, kind, value in rows.values_list("trace", "kind", "value"):
        marks[trace].append((kind, value))
    return [(trace, marks[trace.pk]) for trace in traces]


def verdicts_on(item: int) -> QuerySet[Verdict]:
    """What people said of an item's traces, the latest first."""
    own = traces_of(item).values("pk")
    rows = Verdict.objects.filter(Q(one__in=own) | Q(other__in=own)).select_related("one__item", "other__item")
    return rows.order_by("-at", "-id")[:MOST_TRACES]


def patience() -> QuerySet[Patience]:
    """After how many days things of which class are missing."""
    return Patience.objects.select_related("cls").order_by("cls__path")


def placeholders() -> QuerySet[Placeholder]:
    """The values that were said to tell nothing apart."""
    return Placeholder.objects.order_by("kind", "value")


def judged_again() -> QuerySet[Rejudging]:
    """The marks of which all bearers are, or were, judged again; the newest first."""
    return Rejudging.objects.order_by("-id")


def crowds() -> QuerySet[Crowd]:
    """The marks that so many bear that not all of them could be looked at."""
    return Crowd.objects.order_by("-at", "-id")


def clocks_ahead(item: int) -> QuerySet[Agent]:
    """The agents of an item whose clock was ahead when they last said something."""
    return Agent.objects.filter(item=item, ahead_days__gt=0).order_by("pk")[:MOST_TRACES]
