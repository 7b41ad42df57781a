"""Reassessment: an incident that was marked is looked at anew, and its priority follows, or stays with a suggestion.

Upwards at once, downwards at most once in ten minutes. A pinned priority stays; what would have followed stands beside
it. Whether it is major is never touched. If the process dies here the mark still stands.
"""

from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db import transaction

from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents import queries, rules
from watchkeep.work.incidents.events import Suggested
from watchkeep.work.incidents.life import hearing, judging
from watchkeep.work.incidents.life.judging import priority_of
from watchkeep.work.incidents.life.steps import BROKEN
from watchkeep.work.incidents.models import Assessment, Incident
from watchkeep.work.incidents.queries.picture import DAMPING, Picture
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Ticket

POSTPONED = timedelta(minutes=10)


@transaction.atomic
def reassess(pk: int) -> bool:
    """Look at a marked incident; False when somebody is at work on it right now: it waits for the next round."""
    if not Ticket.objects.select_for_update(skip_locked=True).filter(pk=pk).only("pk").first():
        return False
    incident = Incident.objects.get(pk=pk)
    assessment = Assessment.objects.select_for_update().get(pk=pk)
    now = clock.now()
    if assessment.reassess_at is None or assessment.reassess_at > now:
        return True
    if incident.state not in BROKEN:
        hearing.rest(pk)
        return True
    picture = queries.picture(incident, assessment, now)
    again = _settle(incident, assessment, picture)
    _weigh(incident, picture)
    _keep(assessment, reassess_at=rules.next_look(now, picture.next_look, again))
    return True


def postpone(pk: int) -> None:
    """Look at it later: what failed now may work then, and the others need not wait."""
    Assessment.objects.filter(pk=pk).update(reassess_at=clock.now() + POSTPONED)


def _settle(incident: Incident, assessment: Assessment, picture: Picture) -> datetime | None:
    """Change, suggest or leave it; returns when a lowering that waits may be done."""
    impact, urgency, _causes, _pressing = picture.judged
    if (impact, urgency) == (incident.impact, incident.urgency):
        _forget_suggestion(assessment)
        return None
    priority = priority_of(impact, urgency)
    is_raise = priority < incident.ticket.priority
    since = assessment.suggested_at if incident.is_pinned else assessment.changed_at
    if not is_raise and since and picture.at < since + DAMPING:
        return since + DAMPING
    if incident.is_pinned:
        _suggest(incident, assessment, picture, priority)
    else:
        _change(incident, assessment, picture, priority)
    return None


def _change(incident: Incident, assessment: Assessment, picture: Picture, priority: int) -> None:
    impact, urgency, *_rest = picture.judged
    was = {"impact": incident.impact, "urgency": incident.urgency, "priority": incident.ticket.priority}
    reason, causes = _reason(incident, picture), _causes(incident, picture, priority)
    judging.settle(incident, by=CLOCK, impact=impact, urgency=urgency, reason=reason, picture=picture)
    is_raise = priority < was["priority"]
    refused = [one for one in assessment.refused if not (is_raise and one["key"] == "eased")]
    _keep(assessment, changed_at=picture.at, refused=refused, last={**was, "causes": causes, "reason": reason})
    _forget_suggestion(assessment)


def _suggest(incident: Incident, assessment: Assessment, picture: Picture, priority: int) -> None:
    impact, urgency, *_rest = picture.judged
    if (assessment.suggested_impact, assessment.suggested_urgency) == (impact, urgency):
        return
    reason = _reason(incident, picture)
    _keep(
        assessment, suggested_impact=impact, suggested_urgency=urgency, suggested_priority=priority,
        suggested_at=picture.at, suggestion={"reason": reason, "causes": _causes(incident, picture, priority)},
    )  # fmt: skip
    tell(Suggested(record=incident.pk, by=CLOCK, impact=impact, urgency=urgency, priority=priority, reason=reason))


def _forget_suggestion(assessment: Assessment) -> None:
    if assessment.has_suggestion:
        _keep(assessment, suggested_impact=None, suggested_urgency=None, suggested_priority=None)


def _causes(incident: Incident, picture: Picture, priority: int) -> list[dict[str, Any]]:
    """What somebody would refuse by refusing this: all that raised it from where it stood, or that it eased."""
    impact, urgency, _causes, pressing = picture.judged
    if priority >= incident.ticket.priority:
        return [{"key": "eased", "figure": 0}]
    reached = (rules.reached(picture.figures, picture.thresholds, level) for level in range(impact, incident.impact))
    raised = [*chain.from_iterable(reached), *(pressing if urgency < incident.urgency else ())]
    return [{"key": cause.key, "figure": cause.figure} for cause in raised]


def _reason(incident: Incident, picture: Picture) -> str:
    """Why, in words with the figures: what is affected now and was at the last change, and what presses."""
    impact, urgency, _causes, pressing = picture.judged
    last = queries.reckonings(incident).first()
    was = rules.Figures(
        services=tuple(last.services), people=last.people, customers=last.customers,
        value_per_hour=last.value_per_hour, tier=last.tier,
    ) if last else None  # fmt: skip
    known = set(was.services) if was else set()
    joined = [row.service.name for row in picture.rows if row.service_id not in known]
    left = list(queries.names_of(known - set(picture.figures.services)))
    moved = pressing if urgency != incident.urgency else ()
    moves = rules.Moves(tuple(joined[:3]), tuple(left[:3]))
    words = rules.reason(was, picture.figures, moves, moved, picture.pressure)
    if words:
        return words
    return rules.reason(None, picture.figures) if impact != incident.impact else rules.calmer()


def _weigh(incident: Incident, picture: Picture) -> None:
    """What a minute of waiting costs now, for queues that are ordered by it."""
    tickets.weigh(incident.ticket, rules.cost_of_delay(picture.figures.value_per_hour, incident.urgency))


def _keep(assessment: Assessment, **values: Any) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(**values)
    for name, value in values.items():
        setattr(assessment, name, value)
