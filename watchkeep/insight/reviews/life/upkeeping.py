"""Policies of upkeep: warranties that end and contracts in force become preventive tasks, each once."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.services.models import Service, ServiceContract
from watchkeep.estate.suppliers.models import BINDING, Contract
from watchkeep.insight.reviews.events import UpkeepSaved
from watchkeep.insight.reviews.life.preventing import end_task, plan_task
from watchkeep.insight.reviews.models import Origin, Task, UpkeepPolicy
from watchkeep.insight.reviews.permissions import P
from watchkeep.insight.reviews.rules import recurrence
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

_log = logging.getLogger(__name__)
RULE = Actor.system("rule:upkeep", "Maintenance")
POLICY = (
    "name", "origin", "cls", "contract_kind", "title", "detail", "owner", "team", "rule", "makes", "model", "lead_days",
    "is_active",
)  # fmt: skip
ONCE = "FREQ=DAILY;COUNT=1"
AGAIN = timedelta(hours=1)
BATCH = 100


@dataclass(frozen=True)
class _Wanted:
    """One task that a policy wants: on what, from which day on, because of what."""

    starts_on: date
    origin_on: date | None = None
    service: Service | None = None
    item: Item | None = None
    contract: Contract | None = None


@transaction.atomic
def save_policy(policy: UpkeepPolicy, *, by: Actor, **values: Any) -> None:
    """Say what becomes a task by itself, or otherwise. What was planned stays; it is looked again at once."""
    by.need(P.MANAGE_ACTIONS, _("say what becomes a task"))
    if unknown := values.keys() - set(POLICY):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    if changed := save(policy, **values):
        policy.looks_at, policy.refusal = clock.now() if policy.is_active else None, ""
        policy.save(update_fields=["looks_at", "refusal"])
        tell(UpkeepSaved(record=policy.pk, by=by, name=policy.name, fields=changed))


def look_at_policies() -> int:
    """Look at the policies that are due, each in a transaction of its own; return how many tasks were planned or ended.

    One that fails, or whose tasks are refused, says so and holds up none of the others; it is due again in an hour.
    """
    due = list(UpkeepPolicy.objects.due(clock.now()).values_list("pk", flat=True)[:BATCH])
    return sum(_looked(pk) for pk in due)


@transaction.atomic
def look_at(pk: int) -> int:
    """Plan what a policy wants and is not planned yet, end what came of something that is no more; return how many."""
    policy = _held(pk)
    if policy is None:
        return 0
    wanted = list(_warranties(policy) if policy.origin == Origin.WARRANTY else _contracts(policy))
    for one in wanted:
        _plan(policy, one)
    ended = _end_outdated(policy)
    again = clock.now() if len(wanted) >= BATCH else clock.now() + AGAIN
    UpkeepPolicy.objects.filter(pk=pk).update(looks_at=again, refusal="")
    return len(wanted) + ended


def _looked(pk: int) -> int:
    try:
        return look_at(pk)
    except Refused as no:
        _put_off(pk, str(no))
    except Exception:  # noqa: BLE001  # whatever it is, it holds none of the others up
        _log.exception("Nothing could be planned by policy of upkeep %s", pk)
        _put_off(pk, _("It failed. The log says why."))
    return 0


def _put_off(pk: int, why: str) -> None:
    rows = UpkeepPolicy.objects.filter(pk=pk, looks_at__lte=clock.now())
    rows.update(looks_at=clock.now() + AGAIN, refusal=why[:300])


def _held(pk: int) -> UpkeepPolicy | None:
    rows = UpkeepPolicy.objects.due(clock.now()).select_for_update(skip_locked=True, of=("self",))
    return rows.select_related("owner", "team", "model", "cls").filter(pk=pk).first()


def _warranties(policy: UpkeepPolicy) -> Iterator[_Wanted]:
    """Items whose warranty ends within the lead time, found by the index on its last day."""
    today = _today()
    rows = _items(policy).filter(warranty_ends_on__range=(today, today + timedelta(days=policy.lead_days)))
    known = Task.objects.filter(policy=policy, item=OuterRef("pk"), origin_on=OuterRef("warranty_ends_on"))
    for item in rows.exclude(Exists(known)).order_by("warranty_ends_on", "pk")[:BATCH]:
        if item.warranty_ends_on:
            yield _Wanted(item.warranty_ends_on, item.warranty_ends_on, item=item)


def _contracts(policy: UpkeepPolicy) -> Iterator[_Wanted]:
    """Services that lean on a contract in force, and items that it covers, that have no task of this policy."""
    contracts = Contract.objects.binding()
    if policy.contract_kind:
        contracts = contracts.filter(kind=policy.contract_kind)
    known = Task.objects.filter(policy=policy)
    leans = ServiceContract.objects.filter(contract__in=contracts, service__in=Service.objects.active())
    of_service = known.filter(service=OuterRef("service"), contract=OuterRef("contract"))
    if policy.cls is None:
        for lean in leans.exclude(Exists(of_service)).select_related("service", "contract").order_by("pk")[:BATCH]:
            yield _Wanted(_first(policy, lean.contract), service=lean.service, contract=lean.contract)
    of_item = known.filter(item=OuterRef("pk"), contract=OuterRef("contract"))
    covered = _items(policy).filter(contract__in=contracts).exclude(Exists(of_item)).select_related("contract")
    for item in covered.order_by("pk")[:BATCH]:
        if item.contract:
            yield _Wanted(_first(policy, item.contract), item=item, contract=item.contract)


def _items(policy: UpkeepPolicy) -> Any:
    rows = Item.objects.filter(is_active=True, merged_into=None)
    if policy.cls is None:
        return rows
    return rows.filter(cls__in=ItemClass.objects.within(policy.cls.path).values("pk"))


def _plan(policy: UpkeepPolicy, wanted: _Wanted) -> None:
    what = wanted.service or wanted.item
    plan_task(
        by=RULE, title=f"{policy.title}: {what}"[:200], owner=policy.owner, starts_on=wanted.starts_on,
        detail=policy.detail, team=policy.team, service=wanted.service, item=wanted.item, contract=wanted.contract,
        rule=ONCE if policy.origin == Origin.WARRANTY else policy.rule, makes=policy.makes, model=policy.model,
        lead_days=policy.lead_days, policy=policy, origin_on=wanted.origin_on,
    )  # fmt: skip


def _end_outdated(policy: UpkeepPolicy) -> int:
    """End tasks of warranties that end on another day now, and of contracts that are over."""
    active = Task.objects.filter(policy=policy, is_active=True)
    if policy.origin == Origin.WARRANTY:
        gone: Iterable[Task] = active.exclude(item__is_active=True, item__warranty_ends_on=F("origin_on"))[:BATCH]
        reason = _("Its warranty does not end on this day any more.")
    else:
        gone, reason = active.exclude(contract__state__in=BINDING)[:BATCH], _("Its contract is over.")
    tasks = list(gone)
    for task in tasks:
        end_task(task, by=RULE, reason=reason)
    return len(tasks)


def _first(policy: UpkeepPolicy, contract: Contract) -> date:
    """The first day of the rule from today on, counted from the beginning of the contract."""
    today = _today()
    found = recurrence.next_from(recurrence.read(policy.rule), contract.starts_on or today, today)
    return found or today


def _today() -> date:
    """The last day that has begun everywhere a task may be: nobody is asked for a day that is over where it is done."""
    return (clock.now() + timedelta(hours=14)).astimezone(UTC).date()
