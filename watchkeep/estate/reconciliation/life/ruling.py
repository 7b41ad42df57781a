"""Ruling: which findings become tickets, when; the ticket that became of them; and the morning's word."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from watchkeep.estate.reconciliation.events import (
    CaseEnded,
    CaseJoined,
    CaseOpened,
    MorningCame,
    RuleRemoved,
    RuleSaved,
)
from watchkeep.estate.reconciliation.models import Case, Finding, Grouping, Morning, Rule
from watchkeep.estate.reconciliation.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

MOST_RULES, BATCH = 100, 100
HOUR = time(5)
"""When the morning's word is said, in UTC."""
_RULE_AGAIN = """
UPDATE reconciliation_finding f
   SET case_at = (
       SELECT f.opened_at + make_interval(days => r.min_days) FROM reconciliation_rule r
         LEFT JOIN assets_itemclass w ON w.id = r.cls_id
        WHERE r.is_active AND r.kind = f.kind AND coalesce(f.cost, 0) >= r.min_cost
          AND (w.id IS NULL OR c.path = w.path OR starts_with(c.path, w.path || '.'))
        ORDER BY r.kind, r.id LIMIT 1)
  FROM assets_item i JOIN assets_itemclass c ON c.id = i.cls_id
 WHERE i.id = f.item_id AND f.kind = %s AND f.ended_at IS NULL AND f.case_id IS NULL
"""


@transaction.atomic
def save_rule(rule: Rule | None = None, *, by: Actor, **values: Any) -> Rule:
    """Say which findings become tickets. What is open already follows the rule from now on."""
    by.need(P.CONFIGURE, _("say which findings become tickets"))
    if rule is None and Rule.objects.count() >= MOST_RULES:
        raise Refused(_("At most %(most)s rules.") % {"most": MOST_RULES}, code="too_many")
    row = rule or Rule()
    was = row.kind
    if changed := save(row, **values):
        tell(RuleSaved(record=row.pk, by=by, changed=changed))
    _rule_again({was, row.kind})
    return row


@transaction.atomic
def remove_rule(rule: Rule, *, by: Actor) -> None:
    """Nothing becomes a ticket by it any more. Tickets that are there stay."""
    by.need(P.CONFIGURE, _("say which findings become tickets"))
    pk, kind = rule.pk, rule.kind
    if not Rule.objects.filter(pk=pk).delete()[0]:
        raise Refused(_("It is gone already."))
    _rule_again({kind})
    tell(RuleRemoved(record=pk, by=by))


@transaction.atomic
def open_cases(most: int = BATCH) -> int:
    """What has been so for as long as its rule says becomes a ticket, or belongs to one. Returns how many findings."""
    due = list(Finding.objects.due_for_a_case().select_related("item__cls").select_for_update(
        skip_locked=True, of=("self",)
    )[:most])  # fmt: skip
    ruled = list(Rule.objects.filter(is_active=True).select_related("cls")) if due else []
    joined: dict[int, int] = {}
    for finding in due:
        finding.case_at = None
        if rule := next((one for one in ruled if _means(one, finding)), None):
            case, is_new = _case(rule)
            finding.case = case
            if is_new:
                tell(CaseOpened(record=case.pk, by=CLOCK, what=case.kind, rule=rule.pk))
            elif case.pk not in joined:
                joined[case.pk] = 0
            if case.pk in joined:
                joined[case.pk] += 1
    Finding.objects.bulk_update(due, ["case_at", "case"])
    for pk, findings in joined.items():
        tell(CaseJoined(record=pk, by=CLOCK, findings=findings))
    return len(due)


@transaction.atomic
def end_cases(findings: list[int]) -> None:
    """These findings have ended: a case of which nothing is left ends, too."""
    asked = Case.objects.filter(ended_at=None, findings__in=findings).distinct()
    for case in Case.objects.filter(pk__in=asked.values("pk")).select_for_update().order_by("pk"):
        if not case.findings.filter(ended_at=None).exists():
            case.ended_at = clock.now()
            case.save(update_fields=["ended_at"])
            tell(CaseEnded(record=case.pk, by=CLOCK, what=case.kind))


def note_ticket(case: Case, number: str) -> None:
    """Keep which ticket it became."""
    case.ticket = number
    case.save(update_fields=["ticket"])


@transaction.atomic
def say_good_morning() -> int:
    """Once a day it is said how things stand. After days of downtime it is said once."""
    now = clock.now()
    due = Morning.objects.select_for_update(skip_locked=True).filter(next_at__lte=now).first()
    if due is None:
        return 0
    due.next_at = datetime.combine(now.date() + timedelta(days=now.time() >= HOUR), HOUR, tzinfo=now.tzinfo)
    due.save(update_fields=["next_at"])
    tell(MorningCame(record=due.pk, by=CLOCK, day=now.date().isoformat()))
    return 1


def _case(rule: Rule) -> tuple[Case, bool]:
    if rule.grouping == Grouping.ALL and (found := Case.objects.filter(rule=rule, ended_at=None).first()):
        return found, False
    return Case.objects.create(rule=rule, kind=rule.kind), True


def _means(rule: Rule, finding: Finding) -> bool:
    dear = (finding.cost or 0) >= rule.min_cost
    return rule.kind == finding.kind and dear and (rule.cls is None or finding.item.cls.is_within(rule.cls.path))


def _rule_again(kinds: set[str]) -> None:
    with connection.cursor() as cursor:
        for kind in sorted(filter(None, kinds)):
            cursor.execute(_RULE_AGAIN, [kind])
