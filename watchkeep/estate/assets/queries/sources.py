"""Who says what of an item, and why the value that stands there does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from watchkeep.estate.assets.models import PEOPLE, Authority, Item, ItemClass, Report, Source
from watchkeep.estate.assets.rules.authority import Claim, Rulebook, Trust, judge
from watchkeep.kernel import clock


@dataclass(frozen=True)
class Word:
    """What one source says of an attribute."""

    source: Source
    value: Any
    since: datetime
    seen_at: datetime
    confidence: int


@dataclass(frozen=True)
class Provenance:
    """Why a value stands there: the word that won, what others say, and whether somebody pinned it."""

    word: Word
    others: tuple[Word, ...]
    pinned_by: str = ""

    @property
    def is_disputed(self) -> bool:
        """Whether somebody says something else."""
        return any(other.value != self.word.value for other in self.others)


def source_of_people() -> Source:
    """People, as a source."""
    return Source.objects.get(slug=PEOPLE)


def described(cls: ItemClass) -> dict[str, dict[str, Any]]:
    """The attributes that a class describes, those of the classes above it first."""
    rows = ItemClass.objects.filter(path__in=cls.line).order_by("path")
    return {name: one for row in rows for name, one in row.described().items()}


def provenance(item: Item) -> dict[str, Provenance]:
    """For each attribute of which anybody speaks: whose word counts, and what the others say."""
    told = Report.objects.filter(item__in=Item.objects.family(item.pk))
    reports = list(told.select_related("source").order_by("seen_at"))
    sources = {report.source_id: report.source for report in reports}
    spoken, rules, at = {report.source.slug: report for report in reports}, rulebook(), clock.now()
    found = {}
    for name, claims in claims_of(reports, sources).items():
        if verdict := judge(claims, rules.trust(item.cls.line, name), at):
            first = spoken[verdict.claim.source]
            others = [spoken[claim.source] for claim in claims if claim is not verdict.claim]
            pinned_by = first.pins.get(name, [""])[0]
            found[name] = Provenance(_word(first, name), tuple(_word(one, name) for one in others), pinned_by)
    return found


def claims_of(reports: Iterable[Report], sources: Mapping[int, Source]) -> dict[str, list[Claim]]:
    """Who says what, by attribute."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for report in reports:
        source = sources[report.source_id]
        for name, (value, _since) in report.values.items():
            claims[name].append(
                Claim(source.slug, source.kind, value, report.seen_at, report.confidence, name in report.pins)
            )
    return claims


def rulebook() -> Rulebook:
    """All rules of authority, in one statement."""
    rows = Authority.objects.values_list("cls__path", "attribute", "order", "fresh_days")
    return Rulebook({
        (path or "", attribute): Trust(tuple(order), timedelta(days=days) if days else None)
        for path, attribute, order, days in rows
    })  # fmt: skip


def _word(report: Report, name: str) -> Word:
    value, since = report.values[name]
    return Word(report.source, value, datetime.fromisoformat(since), report.seen_at, report.confidence)
