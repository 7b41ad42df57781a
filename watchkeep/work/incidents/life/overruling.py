"""People's word on a priority: pinned, released, a suggestion taken or refused, a service added or ruled out, major."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents.events import (
    MajorDeclared,
    MajorWithdrawn,
    Pinned,
    PriorityRefused,
    ServiceAffected,
    ServiceSpared,
    Unpinned,
)
from watchkeep.work.incidents.life import hearing
from watchkeep.work.incidents.life.judging import hold, priority_of, reprioritise, settle
from watchkeep.work.incidents.models import AffectedService, Assessment, Incident
from watchkeep.work.incidents.permissions import P

MOST_REFUSED = 50


@transaction.atomic
def pin(incident: Incident, *, by: Actor, reason: str = "") -> None:
    """Keep the priority as it is, whatever changes, until somebody unpins it."""
    by.need(P.PRIORITISE, "pin a priority")
    _turn(incident, "is_pinned", on=True, otherwise=_("It is pinned already."))
    tell(Pinned(record=incident.pk, by=by, priority=incident.ticket.priority, reason=reason.strip()[:200]))


@transaction.atomic
def unpin(incident: Incident, *, by: Actor) -> None:
    """Let the priority follow again from what is affected."""
    by.need(P.PRIORITISE, "unpin a priority")
    _turn(incident, "is_pinned", on=False, otherwise=_("It is not pinned."))
    _forget_suggestion(incident)
    hearing.mark([incident.pk])
    tell(Unpinned(record=incident.pk, by=by, priority=incident.ticket.priority))


@transaction.atomic
def accept(incident: Incident, *, by: Actor) -> None:
    """Take the suggestion: its impact and urgency are yours now, and stay pinned."""
    by.need(P.PRIORITISE, "accept a priority")
    hold(incident)
    kept = _assessment(incident)
    if not kept.has_suggestion:
        raise Refused(_("There is no suggestion."), code="wrong_state")
    impact, urgency = kept.suggested_impact, kept.suggested_urgency
    reprioritise(incident, by=by, impact=impact, urgency=urgency, reason=kept.suggestion.get("reason", ""))
    _forget_suggestion(incident)


@transaction.atomic
def refuse(incident: Incident, *, by: Actor, reason: str) -> None:
    """Refuse the suggestion, or else the last change that was made by itself, which is taken back.

    What was the reason for it is none here any more, unless it grows by half.
    """
    by.need(P.PRIORITISE, "refuse a priority")
    if not (reason := reason.strip()[:200]):
        raise Refused(_("Say why."), field="reason", code="missing")
    hold(incident)
    kept = _assessment(incident)
    if kept.has_suggestion:
        refused = _refused(kept.suggested_impact, kept.suggested_urgency, kept.suggestion)
    elif kept.last:
        refused = _refused(incident.impact, incident.urgency, kept.last)
        settle(incident, by=by, impact=kept.last["impact"], urgency=kept.last["urgency"], reason=reason)
    else:
        raise Refused(_("Nothing was changed or suggested that could be refused."), code="wrong_state")
    _remember(kept, refused.pop("of"), by=by, reason=reason)
    hearing.mark([incident.pk])
    tell(PriorityRefused(record=incident.pk, by=by, reason=reason, **refused))


@transaction.atomic
def affect(incident: Incident, *, by: Actor, service: Service, reason: str = "") -> None:
    """Say that another service is affected as well."""
    by.need(P.PRIORITISE, "say what is affected")
    if service.pk == incident.ticket.service_id:
        raise Refused(_("That is its own service."), field="service")
    hold(incident)
    row = AffectedService.objects.filter(incident=incident, service=service).first()
    if row and row.left_at is None and not row.is_ruled_out:
        raise Refused(_("That is known already."), field="service")
    said: dict[str, Any] = {"how": AffectedService.How.HAND, "via": None, "since": clock.now(), "by": str(by)}
    said |= {"left_at": None, "is_ruled_out": False}
    AffectedService.objects.update_or_create(incident=incident, service=service, defaults=said)
    hearing.mark([incident.pk])
    tell(ServiceAffected(
        record=incident.pk, by=by, service=service.pk, name=service.name, how="hand", reason=reason.strip()[:200]
    ))  # fmt: skip


@transaction.atomic
def spare(incident: Incident, *, by: Actor, service: Service, reason: str = "") -> None:
    """Say that a service is not affected, or no longer. No alert brings it back; only a person does."""
    by.need(P.PRIORITISE, "say what is affected")
    hold(incident)
    rows = AffectedService.objects.filter(incident=incident, service=service, left_at=None, is_ruled_out=False)
    if not rows.update(left_at=clock.now(), is_ruled_out=True):
        raise Refused(_("It is not among the services that joined."), field="service")
    hearing.mark([incident.pk])
    tell(ServiceSpared(
        record=incident.pk, by=by, service=service.pk, name=service.name, reason=reason.strip()[:200]
    ))  # fmt: skip


@transaction.atomic
def declare_major(incident: Incident, *, by: Actor, reason: str) -> None:
    """Declare a major incident, whatever the matrix says."""
    by.need(P.DECLARE_MAJOR, "declare a major incident")
    reason = _said(reason)
    _turn(incident, "is_major", on=True, otherwise=_("It is a major incident already."))
    tell(MajorDeclared(record=incident.pk, by=by, reason=reason))


@transaction.atomic
def withdraw_major(incident: Incident, *, by: Actor, reason: str) -> None:
    """Say that it is no major incident after all."""
    by.need(P.DECLARE_MAJOR, "withdraw a major incident")
    reason = _said(reason)
    _turn(incident, "is_major", on=False, otherwise=_("It is no major incident."))
    tell(MajorWithdrawn(record=incident.pk, by=by, reason=reason))


def _said(reason: str) -> str:
    if not (reason := reason.strip()[:200]):
        raise Refused(_("Say why."), field="reason", code="missing")
    return reason


def _turn(incident: Incident, flag: str, *, on: bool, otherwise: str) -> None:
    hold(incident)
    if Incident.objects.filter(pk=incident.pk, **{flag: not on}).update(**{flag: on}) != 1:
        raise Refused(otherwise, code="wrong_state")
    setattr(incident, flag, on)


def _assessment(incident: Incident) -> Assessment:
    return Assessment.objects.select_for_update().get_or_create(pk=incident.pk)[0]


def _forget_suggestion(incident: Incident) -> None:
    empty = {"suggested_impact": None, "suggested_urgency": None, "suggested_priority": None, "suggested_at": None}
    Assessment.objects.filter(pk=incident.pk).update(**empty)


def _refused(impact: int | None, urgency: int | None, change: dict[str, Any]) -> dict[str, Any]:
    causes = change.get("causes", [])
    impact, urgency = impact or 3, urgency or 3
    told = {"impact": impact, "urgency": urgency, "priority": priority_of(impact, urgency)}
    return {**told, "causes": [cause["key"] for cause in causes], "of": causes}


def _remember(kept: Assessment, causes: list[dict[str, Any]], *, by: Actor, reason: str) -> None:
    """Keep who refused which reasons; the same one again stands with its newer figure."""
    keys, at = {cause["key"] for cause in causes}, clock.now().isoformat()
    fresh = [{**cause, "by": str(by), "at": at, "reason": reason} for cause in causes]
    refused = [*(one for one in kept.refused if one["key"] not in keys), *fresh][-MOST_REFUSED:]
    Assessment.objects.filter(pk=kept.pk).update(
        refused=refused, last=None, suggested_impact=None, suggested_urgency=None, suggested_priority=None,
        changed_at=clock.now(),
    )  # fmt: skip
