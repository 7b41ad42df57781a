"""Arising and ending: items of which something was told, or whose day has come, are looked at; others cost nothing.

One at a time does this, which is why it may keep the tallies. As many statements for five hundred items as for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from watchkeep.estate.assets.models import GONE, Change, Item
from watchkeep.estate.discovery.models import Doubt
from watchkeep.estate.reconciliation import rules
from watchkeep.estate.reconciliation.events import FindingEnded, FindingOpened
from watchkeep.estate.reconciliation.life import tallying
from watchkeep.estate.reconciliation.models import Finding, Look, Rule, Standing
from watchkeep.estate.reconciliation.permissions import P
from watchkeep.kernel import clock, locks
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import tell_many

BATCH = 500
NAMES = {
    "path": F("cls__path"), "contract_state": F("contract__state"), "user_is_here": F("user__is_active"),
    "owner_is_here": F("owner_person__is_active"), "valid_until": F("values__valid_until"),
    "support_ends_on": F("values__support_ends_on"),
}  # fmt: skip
PLAIN = (
    "pk", "state", "is_active", "merged_into", "created_at", "user", "owner_person", "owner_team", "order_number",
    "bought_on", "price", "warranty_ends_on", "first_seen_at", "last_seen_at",
)  # fmt: skip
_TAKE = """
DELETE FROM reconciliation_look WHERE id IN (SELECT id FROM reconciliation_look ORDER BY id LIMIT %s)
RETURNING item_id
"""
_LOOK_AT_ALL = "INSERT INTO reconciliation_look (item_id) SELECT id FROM assets_item ORDER BY id"


def look_soon(items: Iterable[int]) -> None:
    """Something was told of these: the sweep looks at them. Costs one statement, and no lock on anything."""
    Look.objects.bulk_create(Look(item_id=pk) for pk in sorted({*items}))


def look_with_person(person: int) -> None:
    """Somebody left or came back: what they have and what is theirs is looked at."""
    look_soon(_ids(Item.objects.filter(Q(user=person) | Q(owner_person=person))))


def look_on_contract(contract: int) -> None:
    """A contract began or ended: what hangs on it is looked at."""
    look_soon(_ids(Item.objects.filter(contract=contract)))


@transaction.atomic
def look_at_all(*, by: Actor) -> None:
    """Look at every item again: after a restore, or when the rules of a new version differ."""
    by.need(P.CONFIGURE, "look at everything again")
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_AT_ALL)


def look_due(most: int = BATCH) -> int:
    """Look at what was told of and at what time alone has changed. Returns how many items were looked at."""
    with locks.only_one("findings") as is_ours:
        if not is_ours:
            return 0
        now = clock.now()
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [most])
            told = {pk for (pk,) in cursor.fetchall()}
        due = Standing.objects.filter(look_at__lte=now).order_by("look_at").values_list("pk", flat=True)
        asked = told | {*due[:most]}
        if asked:
            _look(asked, now)
        return len(asked)


@dataclass
class _Difference:
    """What a look has changed."""

    opened: list[Finding] = field(default_factory=list)
    ended: list[Finding] = field(default_factory=list)
    moved: list[Finding] = field(default_factory=list)


def _look(items: Collection[int], now: datetime) -> None:
    known = _known(items)
    held: dict[int, dict[str, Finding]] = {pk: {} for pk in known}
    for finding in Finding.objects.current().filter(item__in=items):
        held[finding.item_id][finding.kind] = finding
    ruled, seen = list(Rule.objects.filter(is_active=True).select_related("cls")), _Difference()
    counts: Counter[str] = Counter()
    costs: dict[str, Decimal] = {}
    for pk, one in known.items():
        _compare(pk, one, held[pk], now, ruled, seen)
    tallying.count(seen.opened, 1, counts, costs)
    tallying.count(seen.ended, -1, counts, costs)
    _write(seen, now)
    counts[tallying.ITEMS] = _stand(known, now)
    for finding in seen.moved:
        tallying.add_cost(finding, costs)
    tallying.keep(counts, costs)


def _compare(  # noqa: PLR0917  # one item, and what is done with what is found
    pk: int, one: rules.Known, held: Mapping[str, Finding], now: datetime, ruled: list[Rule], seen: _Difference
) -> None:
    found = rules.findings(one, now)
    seen.ended += [finding for kind, finding in held.items() if kind not in found]
    for kind, since in found.items():
        finding = held.get(kind)
        if finding is None:
            rule = next((rule for rule in ruled if rules.fits(rule, kind, one.path, one.price)), None)
            case_at = now + timedelta(days=rule.min_days) if rule else None
            seen.opened.append(Finding(
                item_id=pk, kind=kind, since=since, cost=one.price, opened_at=now, case_at=case_at,
                owner_team_id=one.owner_team, owner_person_id=one.owner_person,
            ))  # fmt: skip
        elif (finding.cost, finding.owner_team_id, finding.owner_person_id) != (
            one.price, one.owner_team, one.owner_person
        ):  # fmt: skip
            finding.was_cost = finding.cost if finding.aside_until is None else one.price  # type: ignore[attr-defined]  # for the tally
            finding.cost, finding.owner_team_id, finding.owner_person_id = one.price, one.owner_team, one.owner_person
            seen.moved.append(finding)


def _write(seen: _Difference, now: datetime) -> None:
    opened = Finding.objects.bulk_create(seen.opened)
    Finding.objects.filter(pk__in=[finding.pk for finding in seen.ended]).update(ended_at=now, case_at=None)
    Finding.objects.bulk_update(seen.moved, ["cost", "owner_team", "owner_person"])
    tell_many([FindingOpened(record=one.pk, by=CLOCK, item=one.item_id, what=one.kind) for one in opened])
    tell_many([FindingEnded(record=one.pk, by=CLOCK, item=one.item_id, what=one.kind) for one in seen.ended])


def _stand(known: Mapping[int, rules.Known], now: datetime) -> int:
    """Keep how each stands; by how many more items are looked after than before."""
    was = dict(Standing.objects.filter(pk__in=[*known]).values_list("pk", "is_counted"))
    rows = [
        Standing(
            item_id=pk, is_counted=one.is_active and not one.is_merged, added_at=one.added_at,
            look_at=rules.next_look(one, now),
        )
        for pk, one in known.items()
    ]  # fmt: skip
    Standing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["item"], update_fields=["is_counted", "added_at", "look_at"]
    )
    return sum(row.is_counted for row in rows) - sum(was.values())


def _known(items: Collection[int]) -> dict[int, rules.Known]:
    rows = Item.objects.filter(pk__in=items).annotate(**{f"said_{name}": said for name, said in NAMES.items()})
    asked = list(rows.values(*PLAIN, *(f"said_{name}" for name in NAMES)))
    gone = [row["pk"] for row in asked if row["state"] in GONE]
    steps = Change.objects.filter(item__in=gone, attribute="state").order_by("item", "at", "id")
    gone_at = dict(steps.values_list("item", "at")) if gone else {}
    doubts = dict(Doubt.objects.open().filter(item__in=items).values_list("item", "opened_at"))
    return {row["pk"]: _one(row, gone_at.get(row["pk"]), doubts.get(row["pk"])) for row in asked}


def _one(row: Mapping[str, Any], gone_at: datetime | None, doubt_since: datetime | None) -> rules.Known:
    same = {name: row[name] for name in PLAIN if name not in {"pk", "merged_into", "created_at"}}
    said = {name: row[f"said_{name}"] for name in ("path", "user_is_here", "owner_is_here")}
    texts: dict[str, Any] = {
        name: str(row[f"said_{name}"] or "") for name in ("contract_state", "valid_until", "support_ends_on")
    }
    return rules.Known(
        is_merged=row["merged_into"] is not None, added_at=row["created_at"], gone_at=gone_at, doubt_since=doubt_since,
        **same, **said, **texts,
    )  # fmt: skip


def _ids(rows: QuerySet[Item]) -> Iterable[int]:
    return rows.values_list("pk", flat=True)
