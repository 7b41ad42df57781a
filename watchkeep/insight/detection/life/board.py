"""The board on which a batch's alerts find their incidents, and the verbs that follow.

Incidents are touched before alerts are written, here and in ``reactions``, so that two who meet never
wait for one another crosswise.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from watchkeep.duty.oncall import life as oncall
from watchkeep.duty.oncall.models import Policy
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.insight.detection import queries
from watchkeep.insight.detection.events import AlertsFolded, AlertSilenced, AlertsResolved
from watchkeep.insight.detection.models import Alert, Group, Integration, Severity
from watchkeep.insight.detection.rules import routing, silence
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import Fact, tell_many
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.life import LATER, SOON, Heard
from watchkeep.work.incidents.models import Incident
from watchkeep.work.incidents.permissions import P

Key = tuple[int, str]
"""An alert's integration and its key there."""
GRANTED = (P.OPEN, P.WORK, P.REOPEN, P.PRIORITISE, P.DECLARE, P.DECLARE_MAJOR)
URGENCY = {Severity.CRITICAL: 1, Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3}
NAMED = 20
MOST_OPENED = 5
"""Incidents that one batch opens: the first pages leave when it is committed, and do not wait for fifty others."""


def actor_of(integration: Integration) -> Actor:
    """An integration as the one who does it."""
    return Actor.system(f"integration:{integration.pk}", integration.name, may=GRANTED)


class Board:
    """The incidents of one batch. Everything that many alerts ask in common is looked up once."""

    def __init__(self, integrations: dict[int, Integration]) -> None:
        self.integrations = integrations
        self.now = clock.now()
        self.rules = queries.rules_in_force()
        self.quiet = services.Quiet(self.now, self.now)
        self._silenced: list[Alert] = []
        self._groups: dict[tuple[int | None, int | None, str], Group] = {}
        self._opened = 0

    def place(self, begun: Mapping[Key, Alert], *, at: datetime | None = None) -> set[Key]:
        """Faults have begun: find each one's service and incident, unless maintenance keeps it quiet.

        Maintenance is looked up for when the fault began, however late it is folded; or for ``at``. Returns those that
        must wait: once a batch has opened its share of incidents, nothing more is looked for.
        """
        named = queries.services_named(begun.values())
        moments = {key: (at,) if at else silence.moments(alert, self.now) for key, alert in begun.items()}
        every = [self.now, *(one for some in moments.values() for one in some)]
        names = {name for alert in begun.values() for name in silence.names(alert)}
        self.quiet = services.Quiet(min(every), max(every) + timedelta(microseconds=1), names)
        waiting = {key for key, alert in begun.items() if not self._place(alert, named, moments[key])}
        if at:
            self._silenced.clear()  # that was told when it began
        return waiting

    def _place(self, alert: Alert, named: Mapping[str, int], moments: Sequence[datetime]) -> bool:
        integration = self.integrations[alert.integration_id]
        verdict = queries.verdict(self.rules, integration, alert, named)
        alert.service_id = verdict.service
        alert.group, alert.incident, alert.is_silenced = None, None, False
        alert.silenced_until, alert.silenced_by = None, None
        if not verdict.opens or self._is_kept_quiet(alert, verdict, moments):
            return True
        alert.group = self._group(alert, integration, verdict)
        alert.incident_id = alert.group.incident_id if alert.group else None
        return alert.group is not None

    def _is_kept_quiet(self, alert: Alert, verdict: routing.Verdict, moments: Sequence[datetime]) -> bool:
        """Whether maintenance keeps it quiet. What is over already when it is folded stays so for ever."""
        covers = self.quiet.over(verdict.service, silence.names(alert), moments)
        if not covers or (any(one.breaks_through for one in covers) and self._is_sev1(alert, verdict)):
            return False
        last = max(covers, key=lambda cover: cover.ends_at)
        if alert.is_burning:
            alert.is_silenced, alert.silenced_until, alert.silenced_by_id = True, last.ends_at, last.window
        self._silenced.append(alert)
        return True

    def _is_sev1(self, alert: Alert, verdict: routing.Verdict) -> bool:
        """Whether its incident would be one of the worst."""
        service = self._service(verdict.service)
        urgency = None if verdict.severity else URGENCY[Severity(alert.severity)]
        return incidents.severity_ahead(service, severity=verdict.severity, urgency=urgency) == 1

    def acknowledge(self, alert: Alert) -> None:
        """Somebody elsewhere has it: their acknowledgement counts here, unless one of ours was first."""
        if alert.incident_id is None:
            return
        incident = Incident.objects.get(pk=alert.incident_id)
        if incidents.LIFE.may(incident.ticket, "acknowledge", self._by(alert)):
            _try(lambda: incidents.acknowledge(incident, by=self._by(alert)))

    def restore(self, recovered: Sequence[Alert]) -> None:
        """Faults are over (and written so): incidents of which none is left are restored."""
        by_incident: dict[int, list[Alert]] = defaultdict(list)
        for alert in recovered:
            if alert.incident_id:
                by_incident[alert.incident_id].append(alert)
        left = queries.burning_by_incident(by_incident)
        told: list[Fact] = [
            AlertsResolved(
                record=incident,
                by=self._by(alerts[0]),
                alerts=[alert.pk for alert in alerts[:NAMED]],
                count=len(alerts),
                summary=alerts[0].summary[:200],
                left=left.get(incident, 0),
            )
            for incident, alerts in by_incident.items()
        ]
        tell_many(told)
        self._let_services_go(by_incident, left)
        for incident, alerts in by_incident.items():
            if not left.get(incident):
                self._restore(Incident.objects.get(pk=incident), alerts[-1])

    def _let_services_go(self, by_incident: Mapping[int, Sequence[Alert]], left: Mapping[int, int]) -> None:
        """Where alerts still fire, the services of which none does any more are affected no longer."""
        gone = {
            incident: {alert.service_id for alert in alerts if alert.service_id}
            for incident, alerts in by_incident.items()
            if left.get(incident)
        }
        if gone:
            for incident, service in queries.burning_services(gone):
                gone[incident].discard(service)
            incidents.recover(gone, by=CLOCK)

    def tell(self, begun: Iterable[Alert]) -> None:
        """Tell the incidents which alerts joined them (one fact each, however many), and of the silenced."""
        joined: dict[int, list[Alert]] = defaultdict(list)
        told: list[Fact] = [
            AlertSilenced(record=alert.pk, by=self._by(alert), service=alert.service_id) for alert in self._silenced
        ]
        for alert in begun:
            if alert.incident_id:
                joined[alert.incident_id].append(alert)
        for incident, alerts in joined.items():
            worst = min(alerts, key=lambda alert: list(Alert.Severity.values).index(alert.severity))
            told.append(
                AlertsFolded(
                    record=incident,
                    by=self._by(alerts[0]),
                    alerts=[alert.pk for alert in alerts[:NAMED]],
                    count=len(alerts),
                    summary=alerts[0].summary[:200],
                    severity=worst.severity,
                )
            )
        tell_many(told)

    def mark(self, begun: Iterable[Alert], recovered: Iterable[Alert], repeated: Iterable[Alert]) -> None:
        """Mark the incidents to be judged anew, in one statement: what joined, recovered or was only heard again."""
        heard: dict[int, Heard] = {}
        for alerts, field in ((begun, "alerts"), (recovered, "recoveries"), (repeated, "")):
            for alert in alerts:
                if alert.incident_id:
                    heard[alert.incident_id] = self._heard(heard.get(alert.incident_id), alert, field)
        incidents.hear(heard.values())

    def _heard(self, before: Heard | None, alert: Alert, field: str) -> Heard:
        known = before or Heard(
            incident=alert.incident_id or 0, by=str(self._by(alert)), delay=SOON if field else LATER
        )
        if not field:
            return known
        brought = {alert.service_id} if field == "alerts" and self._is_elsewhere(alert) else set()
        return replace(
            known,
            **{field: getattr(known, field) + 1},
            delay=SOON,
            services=tuple(sorted({*known.services, *(pk for pk in brought if pk)})),
        )

    @staticmethod
    def _is_elsewhere(alert: Alert) -> bool:
        """Whether it is about another service than its incident's own."""
        group = alert.group
        return bool(group and alert.service_id and group.incident.ticket.service_id != alert.service_id)

    def _by(self, alert: Alert) -> Actor:
        return actor_of(self.integrations[alert.integration_id])

    def _group(self, alert: Alert, integration: Integration, verdict: routing.Verdict) -> Group | None:
        is_own = verdict.service is not None and not verdict.spans_services
        owner = (verdict.service, None, verdict.key) if is_own else (None, integration.pk, verdict.key)
        if owner not in self._groups and self._opened < MOST_OPENED:
            self._groups[owner] = self._find(alert, integration, verdict, owner)
        return self._groups.get(owner)

    def _find(
        self,
        alert: Alert,
        integration: Integration,
        verdict: routing.Verdict,
        owner: tuple[int | None, int | None, str],
    ) -> Group:
        """The open group, or the last one if the fault came back soon, or a new one that follows the last."""
        last = Group.objects.under(*owner).select_related("incident__ticket").first()
        if last and self._goes_on(last, integration, alert):
            return last
        self._opened += 1
        if last and last.is_open:
            Group.objects.filter(pk=last.pk).update(is_open=False, ended_at=self.now)
        incident = self._open(alert, integration, verdict, past=last.incident if last else None)
        return Group.objects.create(
            service_id=owner[0],
            integration_id=owner[1],
            key=owner[2],
            incident=incident,
            origin=incident,
            opened_at=self.now,
        )

    def _goes_on(self, group: Group, integration: Integration, alert: Alert) -> bool:
        """Whether the group's incident takes the alert: it is worked on, or it could be reopened in time."""
        incident = group.incident
        if group.is_open and incident.is_open and incident.restored_at is None:
            return True
        ended = group.ended_at or incident.restored_at or self.now
        if (self.now - ended).total_seconds() > integration.reopen_within_minutes * 60 or not incident.may_come_back:
            return False
        if not _try(lambda: incidents.reopen(incident, by=actor_of(integration), reason=alert.summary)):
            return False
        Group.objects.filter(pk=group.pk).update(is_open=True, ended_at=None)
        return True

    def _open(
        self, alert: Alert, integration: Integration, verdict: routing.Verdict, past: Incident | None
    ) -> Incident:
        incident = incidents.open_(
            by=actor_of(integration),
            title=alert.summary[:200] or alert.key,
            service=self._service(verdict.service),
            severity=verdict.severity,
            urgency=None if verdict.severity else URGENCY[Severity(alert.severity)],
            past=past,
            fingerprint=routing.fingerprint(integration.pk, alert.key),
        )
        if verdict.policy:
            policy = Policy.objects.get(pk=verdict.policy)
            oncall.start(incident.ticket, by=actor_of(integration), policy=policy)
        return incident

    @staticmethod
    def _service(pk: int | None) -> Service | None:
        return Service.objects.get(pk=pk) if pk else None

    def _restore(self, incident: Incident, alert: Alert) -> None:
        by = self._by(alert)
        if incidents.LIFE.may(incident.ticket, "restore", by):
            _try(lambda: incidents.restore(incident, by=by))
        Group.objects.filter(incident=incident, is_open=True).update(is_open=False, ended_at=self.now)


def _try(verb: Callable[[], None]) -> bool:
    """Do it unless the incident stands against it: a person was there first, and that is as good."""
    try:
        verb()
    except Refused:
        return False
    return True
