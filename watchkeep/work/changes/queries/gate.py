"""Reads of the gate: what stands against a deployment now, and what is missing, in a fixed number of statements."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.work.changes.models import Change, ChangeModel, Kind, Source
from watchkeep.work.changes.queries.conflicts import Plan, plan_of_change
from watchkeep.work.changes.queries.freezes import frozen
from watchkeep.work.changes.queries.matching import MAY_BEGIN
from watchkeep.work.tickets.models import State, Ticket

HARMLESS = frozenset({"standard", "approved", "under_way", "not_production"})
"""Reasons to go."""
OVER = (State.EVALUATING, State.CLOSED, State.CANCELLED)
EARLY = timedelta(minutes=30)
"""So long before its time a planned change may begin."""
FORGOTTEN = timedelta(hours=6)


@dataclass(frozen=True)
class Reason:
    """Why the gate says what it says: a code for programs, words for people, and the numbers that they name."""

    code: str
    words: str
    number: str = ""

    def kept(self) -> dict[str, str]:
        """As a row keeps it."""
        return asdict(self)


def against(service: Service, change: Change | None, now: datetime, model: ChangeModel | None = None) -> list[Reason]:
    """What stands against it: an open SEV1, a freeze, another change under way. An emergency passes the first."""
    found = [*_freezes(service, change, model, now)]
    if change is None or change.kind != Kind.EMERGENCY:
        found += [*_outages(service)]
    found += [*_others(service, change, now)]
    return found


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
    words = _("“%(model)s” is a standard model: %(good)s of %(runs)s runs went well.")
    return Reason("standard", words % {"model": model.name, "good": model.good, "runs": model.runs})


def _outages(service: Service) -> list[Reason]:
    """Open incidents of severity 1 on it and on what it stands on."""
    below = services.distances([service.pk], upwards=False)
    rows = Ticket.objects.open().incidents().counted().filter(severity=1, service__in=[service.pk, *below])
    words = _("%(number)s is open on %(service)s: %(title)s")
    return [
        Reason("open_sev1", words % {"number": number, "service": name, "title": title}, number)
        for number, name, title in rows.values_list("number", "service__name", "title")[:5]
    ]


def _freezes(service: Service, change: Change | None, model: ChangeModel | None, now: datetime) -> list[Reason]:
    """The freezes that hold on it now and let nothing of this sort through."""
    kind = Kind.STANDARD if model and model.is_standard else Kind.NORMAL
    asked = Plan(services=[service.pk], kind=kind, model=model.pk if model else None)
    plan = plan_of_change(change) if change else asked
    held = frozen(plan.between(now, now + timedelta(microseconds=1)))
    return [Reason("freeze", one.words) for one in held if one.stops][:5]


def _others(service: Service, change: Change | None, now: datetime) -> list[Reason]:
    """Other changes that are being implemented on it. What a pipeline began and never ended stands in nobody's way."""
    rows = Change.objects.filter(ticket__state=State.IMPLEMENTING, touches__service=service)
    rows = rows.exclude(source=Source.PIPELINE, begun_at__lt=now - FORGOTTEN)
    if change:
        rows = rows.exclude(pk=change.pk)
    words = _("%(number)s is under way on it: %(title)s")
    return [
        Reason("conflict", words % {"number": number, "title": title}, number)
        for number, title in rows.values_list("ticket__number", "ticket__title")[:5]
    ]


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M %Z")
