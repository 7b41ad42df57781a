"""What was found becomes what is known: identified, told to the register, and hung together. Each part whole or not."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import RelationKind, Source, Title
from watchkeep.estate.discovery.life import answering, identifying, plugging
from watchkeep.estate.discovery.life.identifying import Match
from watchkeep.estate.discovery.models import Found, Link, Program
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

_TO_THE_NETWORK = (RelationKind.CONNECTS_TO.value, assets.OUTGOING)


@dataclass(frozen=True)
class Outcome:
    """What became of one thing: which item it is, the names of what is other now, how many programs came and went.

    ``match`` is None for what bears nothing that tells it apart: of that nothing is known.
    """

    match: Match | None
    values: list[str] = field(default_factory=list)
    came: int = 0
    went: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether anything is known otherwise than before."""
        return bool(self.values or self.came or self.went)


@transaction.atomic
def take_found(found: Sequence[Found], *, source: Source, by: Actor, at: datetime | None = None) -> list[Outcome]:
    """Let the register know what was found, in order. As many statements for a thousand as for one.

    What a thing is linked to is identified with it, and stands in the register afterwards, too.
    """
    others = [link.other for one in found for link in one.links or ()]
    matches = identifying.identify_many([*found, *others], source=source, by=by, at=at)
    at = at or clock.now()
    return tell_register(list(zip(found, matches, strict=False)), matches[len(found) :], source=source, by=by, at=at)


def tell_register(
    found: Sequence[tuple[Found, Match | None]],
    others: Sequence[Match | None] = (),
    *,
    source: Source,
    by: Actor,
    at: datetime,
    moments: Sequence[datetime] = (),
) -> list[Outcome]:
    """Tell what things are like that are known by now. ``others``: what their links lead to, in order.

    ``moments``: when each was found, where that is not one and the same.
    """
    times = moments or [at] * len(found)
    known = [(one, match, when) for (one, match), when in zip(found, times, strict=True) if match]
    said = [
        assets.Said(item=match.item, values=identifying.values_of(one), at=when, whole=not one.is_partial)
        for one, match, when in known
    ]
    changed = assets.report_many(said, by=by, source=source)
    lists = {match.item: [_package(it) for it in one.software] for one, match, _at in known if one.software is not None}
    made = {match.item: when for _one, match, when in known}
    software = assets.install_many(lists, by=by, source=source, moments=made) if lists else {}
    answers = {match.item: one.answers for one, match, _at in known if one.answers is not None}
    moved = answering.keep(answers, source=source, at=at)
    hangs, plugged = _said(found, others)
    for item, connected in plugging.keep(plugged, source=source, at=at).items():
        hangs[item][_TO_THE_NETWORK] = connected
    assets.relate_all(hangs, by=by, source=source, at=at)
    outcomes = []
    for _one, match in found:
        came, went = software.get(match.item, (0, 0)) if match else (0, 0)
        values = {*changed.get(match.item, ()), *(("ports",) if match.item in moved else ())} if match else ()
        outcomes.append(Outcome(match, sorted(values), came, went))
    return outcomes


def install(item: int, software: Sequence[Program], *, source: Source, by: Actor) -> tuple[int, int]:
    """What a source lists of an item that is known; how many came and went."""
    return assets.install_many({item: [_package(one) for one in software]}, by=by, source=source).get(item, (0, 0))


def known(item: int) -> Match:
    """An item that somebody named."""
    return Match(0, item, item, False, None, 100)


Sides = dict[tuple[str, str], set[int]]
Plugged = dict[int, set[plugging.End]]


def _said(
    found: Sequence[tuple[Found, Match | None]], others: Sequence[Match | None]
) -> tuple[dict[int, Sides], Plugged]:
    """What hangs on what. Whoever tells of links tells of all; what one item stands for says nothing of its own.

    Besides, what is plugged in where, for things that tell of what they connect to.
    """
    said: dict[int, Sides] = {}
    plugged: Plugged = {}
    ends = iter(others)
    for one, match in found:
        links: list[tuple[Link, Match | None]] = [(link, next(ends, None)) for link in one.links or ()]
        if match is None or one.links is None:
            continue
        kinds = RelationKind.values if one.outward is None else one.outward
        sides = [*((kind, assets.OUTGOING) for kind in kinds), *((kind, assets.INCOMING) for kind in one.inward)]
        for item in {match.item, match.stands_for}:
            for side in sides:
                said.setdefault(item, {}).setdefault(side, set())
        if _TO_THE_NETWORK in sides:
            plugged.setdefault(match.stands_for, set())
        for link, other in links:
            side = (link.relation, assets.INCOMING if link.is_back else assets.OUTGOING)
            if other and side in said.get(match.stands_for, {}):
                said[match.stands_for][side].add(other.stands_for)
                if side == _TO_THE_NETWORK:
                    plugged[match.stands_for].add(
                        plugging.End(link.port[:120], other.stands_for, link.other_port[:120])
                    )
    return said, plugged


def titles_of(programs: Collection[Program]) -> dict[Program, int]:
    """The titles of programs that have been told to the register."""
    keys = {_package(one).key: one for one in programs}
    rows = Title.objects.filter(key__in=[*keys]).values_list("key", "pk")
    return {keys[bytes(key)]: pk for key, pk in rows}


@functools.lru_cache(20_000)
def _package(one: Program) -> assets.Package:
    """As the register calls it. Machines have most of their software in common."""
    return assets.Package(one.name, one.publisher, one.version, one.manager, one.purl, one.cpe)
