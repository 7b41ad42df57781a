"""The words for a message: the template that fits, filled with what is known, in the audience's languages."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from watchkeep.duty.communications.models import Audience, Phase, Template, Use
from watchkeep.duty.communications.queries.crowds import hit_services
from watchkeep.duty.communications.rules import choosing, texts, words
from watchkeep.duty.communications.rules.choosing import Aim
from watchkeep.duty.notify import queries as notify
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.work.incidents.models import Incident, SeverityDefinition
from watchkeep.work.tickets.models import Comment

LOCALES = {"en": "en-gb"}
"""How a language writes dates and numbers, where its own name does not say it."""


def words_for(audience: Audience, incident: Incident, phase: str, next_at: datetime | None = None) -> tuple[str, str]:
    """Subject and text, filled; the title of the phase alone when no template fits."""
    drafted = [_in_language(audience, incident, phase, language, next_at) for language in audience.languages]
    subjects = list(dict.fromkeys(subject for subject, _body in drafted))
    bodies = list(dict.fromkeys(body for _subject, body in drafted))
    return " / ".join(subjects)[:200], texts.joined(bodies)


def _in_language(
    audience: Audience, incident: Incident, phase: str, language: str, next_at: datetime | None
) -> tuple[str, str]:
    rows = {row.pk: row for row in Template.objects.filter(phase=phase, is_outside=audience.is_outside)}
    aims = (Aim(row.pk, row.audience_id, row.severity, row.language) for row in rows.values())
    best = choosing.best(aims, audience=audience.pk, severity=incident.ticket.severity, language=language)
    if best is None:
        return words.phase(phase, str(Phase(phase).label), language), ""
    row, values = rows[best.pk], values_for(audience, incident, best.language, next_at)
    subject, body = (texts.fill(text, values, is_outside=audience.is_outside) for text in (row.subject, row.body))
    return subject, body


def values_for(
    audience: Audience, incident: Incident, language: str, next_at: datetime | None = None
) -> Mapping[str, str]:
    """What is known, as texts in this language. The internal half is not even gathered for the outside."""
    ticket = incident.ticket
    with translation.override(LOCALES.get(language, language)), timezone.override(ZoneInfo(audience.time_zone)):
        began = incident.service_down_at or ticket.opened_at
        shared: dict[str, str] = {
            "service": _service_names(audience, incident),
            "started_at": _moment(began),
            "elapsed": _length(((incident.restored_at or clock.now()) - began).total_seconds()),
            "restored_at": _moment(incident.restored_at),
            "next_word_at": _moment(next_at),
            "latest_update": _latest_update(incident, is_public=audience.is_outside),
        }
        return shared if audience.is_outside else {**shared, **_internal(incident, language)}


def _internal(incident: Incident, language: str) -> dict[str, str]:
    ticket = incident.ticket
    impact = services.impact_of([ticket.service_id]) if ticket.service_id else None
    return {
        "number": ticket.number,
        "title": ticket.title,
        "severity": f"SEV{ticket.severity}" if ticket.severity else "",
        "severity_name": words.severity(_severity_name(ticket.severity), language),
        "state": words.state(ticket.state, str(ticket.get_state_display()), language),
        "services": ", ".join(impact.names) if impact else "",
        "people_affected": formats.number_format(impact.people, use_l10n=True, force_grouping=True) if impact else "",
        "team": _name(ticket.team),
        "assignee": _name(ticket.assignee),
        "cause": incident.cause,
        "fix": incident.fix,
        "link": notify.link_to(ticket),
    }


def _service_names(audience: Audience, incident: Incident) -> str:
    """Inside, what failed; outside, what customers know: the services that they use among all that are hit."""
    if not audience.is_outside:
        return _name(incident.ticket.service)
    used = Use.objects.filter(service__in=hit_services(incident)).values("service")
    known: Iterable[Any] = Service.objects.filter(pk__in=used).values_list("name", flat=True)
    return ", ".join(known) or _name(incident.ticket.service)


def _severity_name(level: int | None) -> str:
    return SeverityDefinition.objects.filter(level=level or 0).values_list("name", flat=True).first() or ""


def _latest_update(incident: Incident, *, is_public: bool) -> str:
    said = Comment.objects.filter(ticket=incident.pk, is_update=True)
    said = said.filter(is_public=True) if is_public else said
    return said.order_by("-id").values_list("body", flat=True).first() or ""


def _moment(at: datetime | None) -> str:
    """An instant in the audience's zone and language, the zone named."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{formats.date_format(local, 'DATE_FORMAT')}, {local:%H:%M} {local:%Z}"


def _length(seconds: float) -> str:
    minutes = max(0, round(seconds / 60))
    hours, rest = divmod(minutes, 60)
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest} if hours else f"{rest} min"


def _name(row: object) -> str:
    return "" if row is None else str(row)
