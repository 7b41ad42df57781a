"""Reads of the gate: what stands against a deployment now, and what is missing, in a fixed number of statements."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.estate.services.models import Service
from watchkeep.kernel import prepared
from watchkeep.work.changes.models import Change, ChangeModel, Kind
from watchkeep.work.changes.queries.conflicts import Plan, conflicts_now, plan_of_change
from watchkeep.work.changes.queries.matching import MAY_BEGIN
from watchkeep.work.changes.rules.gating import Weight, code_of, weight_of
from watchkeep.work.changes.rules.timing import EARLY
from watchkeep.work.tickets.models import State

HARMLESS = frozenset({"standard", "approved", "under_way", "not_production"})
"""Reasons to go."""
OVER = (State.EVALUATING, State.CLOSED, State.CANCELLED)
LONGEST = timedelta(hours=1)
"""How long a deployment is taken to last of which nobody says how long."""
MOST = 5
"""So many reasons of a sort are told."""

_OUTAGES = f"""
SELECT t.number, s.name, t.title
  FROM tickets_ticket t JOIN services_service s ON s.id = t.service_id
 WHERE t.kind = 'incident' AND t.is_open AND t.severity = 1 AND NOT t.is_drill AND t.service_id = ANY(%s::bigint[])
 ORDER BY t.opened_at DESC, t.id DESC
 LIMIT {MOST}
"""  # noqa: S608  # a number of ours


@dataclass(frozen=True)
class Reason:
    """Why the gate says what it says: a code for programs, words for people, and the numbers that they name."""

    code: str
    words: str
    number: str = ""

    def kept(self) -> dict[str, str]:
        """As a row keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Against:
    """What stands against it: what stops it, what it waits for, and what is only told."""

    stops: tuple[Reason, ...] = ()
    waits: tuple[Reason, ...] = ()
    told: tuple[Reason, ...] = ()


def against(service: Service, change: Change | None, now: datetime, model: ChangeModel | None = None) -> Against:
    """What stands against it if it begins now: what the form of a change shows, and open incidents of severity 1.

    An emergency passes the incidents, and waits for nothing: what it would wait for is told.
    """
    plan = _plan(service, change, now, model)
    found: dict[Weight, list[Reason]] = {weight: [] for weight in Weight}
    for one in conflicts_now(plan):
        found[weight_of(one, now)].append(Reason(code_of(one), one.words, one.number))
    stops, waits, told = (_few(found[weight]) for weight in (Weight.STOPS, Weight.WAITS, Weight.TOLD))
    if change is not None and change.kind == Kind.EMERGENCY:
        return Against(stops, (), (*waits, *told))
    return Against((*_outages(plan), *stops), waits, told)


def _plan(service: Service, change: Change | None, now: datetime, model: ChangeModel | None) -> Plan:
    """What would begin now, until it would be over."""
    if change is None:
        kind = Kind.STANDARD if model and model.is_standard else Kind.NORMAL
        length = timedelta(minutes=model.length_minutes) if model else LONGEST
        asked = Plan(services=[service.pk], kind=kind, model=model.pk if model else None)
        return asked.at_once(now, now + length)
    plan = plan_of_change(change)
    until = change.ends_at if change.ends_at and change.ends_at > now else now + LONGEST
    if service.pk not in plan.services:
        plan = replace(plan, services=[*plan.services, service.pk])
    return plan.at_once(now, until)


def _few(reasons: list[Reason]) -> tuple[Reason, ...]:
    seen = Counter[str]()
    kept = []
    for one in reasons:
        seen[one.code] += 1
        if seen[one.code] <= MOST:
            kept.append(one)
    return tuple(kept)


def missing(change: Change | None, model: ChangeModel | None, now: datetime) -> list[Reason]:
    """What is missing before it may go ahead, or why it may."""
    if change is None:
        return [_by_model(model)]
    words, code = _of_plan(change, now)
    at = {"early": change.starts_at, "late": change.ends_at}.get(code.partition("_")[2])
    told = {"number": change.number, "state": change.ticket.get_state_display(), "at": _moment(at) if at else ""}
    return [Reason(code, words % told, change.number)]


def _of_plan(change: Change, now: datetime) -> tuple[str, str]:
    """What is to be said of a planned change, and the code of it."""
    if change.state == State.IMPLEMENTING:
        return _("%(number)s is under way."), "under_way"
    if change.state in OVER:
        return _("%(number)s is over: plan another change."), "over"
    if change.state not in MAY_BEGIN:
        return _("%(number)s is not approved yet: it is “%(state)s”."), "not_approved"
    if change.starts_at and now < change.starts_at - EARLY:
        return _("%(number)s begins at %(at)s."), "too_early"
    if change.ends_at and now > change.ends_at:
        return _("The time of %(number)s was over at %(at)s: schedule it anew."), "too_late"
    return _("%(number)s is approved and it is time."), "approved"


def _by_model(model: ChangeModel | None) -> Reason:
    if model is None:
        return Reason("no_change", _("Name a planned change or a standard model."))
    if not model.is_standard:
        words = _("“%(model)s” is not a standard model: plan a change and have it approved.")
        return Reason("not_standard", words % {"model": model.name})
    words = ngettext(
        "“%(model)s” is a standard model: %(good)s of %(runs)s run went well.",
        "“%(model)s” is a standard model: %(good)s of %(runs)s runs went well.", model.runs,
    )  # fmt: skip
    return Reason("standard", words % {"model": model.name, "good": model.good, "runs": model.runs})


def _outages(plan: Plan) -> list[Reason]:
    """Open incidents of severity 1 on it and on what it stands on."""
    at = {*plan.services, *plan.needs}
    words = _("%(number)s is open on %(service)s: %(title)s")
    return [
        Reason("open_sev1", words % {"number": number, "service": name, "title": title}, number)
        for number, name, title in prepared.rows(_OUTAGES, [sorted(at)])
    ]


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M %Z")
