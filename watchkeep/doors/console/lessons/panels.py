"""What lessons add to the incident room: incidents like this one, each with what fixed it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console.panels import Panel
from watchkeep.duty.automation.models import Run
from watchkeep.insight.reviews import queries as reviews
from watchkeep.insight.reviews.models import Review
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known
from watchkeep.work.incidents import queries as incidents
from watchkeep.work.incidents.models import Incident
from watchkeep.work.problems import queries as problems

MOST_LESSONS = 3


@dataclass(frozen=True)
class Help:
    """One thing that helped: what, and where one reads it."""

    icon: str
    label: str
    words: str
    href: str = ""


@dataclass(frozen=True)
class Before:
    """An incident like this one, and what fixed it."""

    incident: Incident
    helps: list[Help]


@dataclass(frozen=True)
class Past:
    """What happened before, and what was learnt on this service besides."""

    before: list[Before]
    lessons: list[Review]


def _gather(incident: Incident, actor: Actor, _known: Known) -> Past | None:
    found = incidents.past(incident, actor)
    ids = [one.pk for one in found]
    learnt = reviews.lessons_for(actor, ids)
    helps = _helps(ids, learnt, actor) if ids else {}
    lessons: list[Review] = []
    if incident.is_open and incident.ticket.service_id:
        rows = reviews.lessons(actor, service=incident.ticket.service_id).exclude(incident__in=[*ids, incident.pk])
        lessons = list(rows[:MOST_LESSONS])
    before = [Before(one, [*_fix(one), *helps.get(one.pk, [])]) for one in found]
    return Past(before, lessons) if before or lessons else None


def _fix(incident: Incident) -> list[Help]:
    return [Help("wrench", _("What helped"), incident.fix)] if incident.fix else []


def _helps(ids: Iterable[int], learnt: Mapping[int, Review], actor: Actor) -> Mapping[int, list[Help]]:
    """By incident: the runbook that helped, the known error's workaround or fix, the published lesson; two queries."""
    found = defaultdict[int, list[Help]](list)
    for run in Run.objects.visible_to(actor).filter(ticket__in=ids, helped=True):
        found[run.ticket_id].append(
            Help("book", _("Runbook that helped"), run.name, reverse("console:run", args=[run.pk]))
        )
    for ticket, problem in problems.under_each(ids, actor):
        if words := problem.fix or problem.workaround:
            label = _("Fix") if problem.fix else _("Workaround")
            found[ticket].append(Help("problem", label, words, reverse("console:problem", args=[problem.number])))
    for ticket, review in learnt.items():
        found[ticket].append(
            Help("bookmark", _("Lesson"), review.number, reverse("console:review", args=[review.number]))
        )
    return found


PANELS = (Panel(place="main", order=80, template="lessons/panel.html", gather=_gather),)
