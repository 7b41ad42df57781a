"""The words for a message: the template that fits, filled with what is known, in the audience's languages."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
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


class Matter:
    """What is known of an incident: read when it is first asked for, and once for all who are told of it."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident
        self._templates: dict[tuple[str, bool], dict[int, Template]] = {}
        self._updates: dict[bool, str] = {}

    def templates(self, phase: str, *, is_outside: bool) -> Mapping[int, Template]:
        """The templates of a moment, for one side of the door."""
        if (phase, is_outside) not in self._templates:
            rows = Template.objects.filter(phase=phase, is_outside=is_outside)
            self._templates[phase, is_outside] = {row.pk: row for row in rows}
        return self._templates[phase, is_outside]

    def latest_update(self, *, is_public: bool) -> str:
        """What was said last, to everybody or at all."""
        if is_public not in self._updates:
            said = Comment.objects.filter(ticket=self.incident.pk, is_update=True)
            said = said.filter(is_public=True) if is_public else said
            self._updates[is_public] = said.order_by("-id").values_list("body", flat=True).first() or ""
        return self._updates[is_public]

    @cached_property
    def impact(self) -> services.Impact | None:
        """What hangs on what failed."""
        service = self.incident.ticket.service_id
        return services.impact_of([service]) if service else None

    @cached_property
    def known_outside(self) -> str:
        """What customers know: the services that they use among all that are hit, else what failed."""
        used = Use.objects.filter(service__in=hit_services(self.incident)).values("service")
        known: Iterable[Any] = Service.objects.filter(pk__in=used).values_list("name", flat=True)
        return ", ".join(known) or _name(self.incident.ticket.service)

    @cached_property
    def severity_name(self) -> str:
        """What its severity is called."""
        level = self.incident.ticket.severity or 0
        return SeverityDefinition.objects.filter(level=level).values_list("name", flat=True).first() or ""


def words_for(audience: Audience, matter: Matter, phase: str, next_at: datetime | None = None) -> tuple[str, str]:
    """Subject and text, filled; the title of the phase alone when no template fits."""
    drafted = [_in_language(audience, matter, phase, language, next_at) for language in audience.languages]
    subjects = list(dict.fromkeys(subject for subject, _body in drafted))
    bodies = list(dict.fromkeys(body for _subject, body in drafted))
    return " / ".join(subjects)[:200], texts.joined(bodies)


def _in_language(
    audience: Audience, matter: Matter, phase: str, language: str, next_at: datetime | None
) -> tuple[str, str]:
    rows, severity = matter.templates(phase, is_outside=audience.is_outside), matter.incident.ticket.severity
    aims = (Aim(row.pk, row.audience_id, row.severity, row.language) for row in rows.values())
    best = choosing.best(aims, audience=audience.pk, severity=severity, language=language)
    if best is None:
        return words.phase(phase, str(Phase(phase).label), language), ""
    row, values = rows[best.pk], values_for(audience, matter, best.language, next_at)
    subject, body = (texts.fill(text, values, is_outside=audience.is_outside) for text in (row.subject, row.body))
    return subject, body


def values_for(audience: Audience, matter: Matter, language: str, next_at: datetime | None = None) -> Mapping[str, str]:
    """What is known, as texts in this language. The internal half is not even gathered for the outside."""
    incident, is_outside = matter.incident, audience.is_outside
    with translation.override(LOCALES.get(language, language)), timezone.override(ZoneInfo(audience.time_zone)):
        began = incident.service_down_at or incident.ticket.opened_at
        shared: dict[str, str] = {
            "service": matter.known_outside if is_outside else _name(incident.ticket.service),
            "started_at": _moment(began),
            "elapsed": _length(((incident.restored_at or clock.now()) - began).total_seconds()),
            "restored_at": _moment(incident.restored_at),
            "next_word_at": _moment(next_at),
            "latest_update": matter.latest_update(is_public=is_outside),
        }
        return shared if is_outside else {**shared, **_internal(matter, language)}


def _internal(matter: Matter, language: str) -> dict[str, str]:
    incident, ticket, impact = matter.incident, matter.incident.ticket, matter.impact
    return {
        "number": ticket.number,
        "title": ticket.title,
        "severity": f"SEV{ticket.severity}" if ticket.severity else "",
        "severity_name": words.severity(matter.severity_name, language),
        "state": words.state(ticket.state, str(ticket.get_state_display()), language),
        "services": ", ".join(impact.names) if impact else "",
        "people_affected": formats.number_format(impact.people, use_l10n=True, force_grouping=True) if impact else "",
        "team": _name(ticket.team),
        "assignee": _name(ticket.assignee),
        "cause": incident.cause,
        "fix": incident.fix,
        "link": notify.link_to(ticket),
    }


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
