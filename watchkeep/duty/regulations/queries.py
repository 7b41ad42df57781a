"""Reads: the clocks of an incident, what is open everywhere, and the words with which a report begins."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from watchkeep.duty.regulations import rules
from watchkeep.duty.regulations.models import Obligation, Report, Wording
from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents.models import Incident


def obligations_of(ticket_id: int) -> list[Obligation]:
    """The laws that an incident falls under, with their reports, in two queries."""
    reports = Report.objects.select_related("obligation", "reported_by", "attachment")
    rows = Obligation.objects.filter(ticket=ticket_id).select_related("ticket", "started_by", "hours")
    return list(rows.prefetch_related(Prefetch("reports", reports)))


def open_reports(actor: Actor) -> QuerySet[Report]:
    """Reports that have to be made and have a moment, as far as this actor may see them."""
    rows = Report.objects.visible_to(actor).open().filter(due_at__isnull=False)
    return rows.select_related("obligation__ticket__service", "obligation__started_by")


def draft(report: Report, incident: Incident) -> str:
    """The text with which a report begins, filled from the incident; the bare wording where that fails."""
    wording = Wording.objects.filter(regime=report.obligation.regime, stage=report.stage).first()
    if wording is None:
        return ""
    try:
        return rules.fill(wording.text, _names(report, incident))
    except ValueError:
        return wording.text


def _names(report: Report, incident: Incident) -> Mapping[str, str]:
    ticket, obligation = incident.ticket, report.obligation
    service = ticket.service
    unknown = _("not known yet")

    def at(moment: Any) -> str:
        return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else unknown

    return {
        "number": ticket.number,
        "title": ticket.title,
        "service": str(service) if service else unknown,
        "severity": f"SEV{ticket.severity}" if ticket.severity else unknown,
        "aware_at": at(obligation.aware_at),
        "classified_at": at(obligation.classified_at),
        "due_at": at(report.due_at),
        "opened_at": at(ticket.opened_at),
        "restored_at": at(incident.restored_at),
        "cause": incident.cause or unknown,
        "measures": incident.fix or unknown,
        "people": str(service.users_count) if service else unknown,
        "regime": obligation.get_regime_display(),
        "stage": str(report.step.name),
    }
