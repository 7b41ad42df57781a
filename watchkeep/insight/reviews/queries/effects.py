"""Whether the fix of a problem helped: what its corrective actions have shown since they were done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.insight.reviews.models import Action, ActionState, ActionType, Node, NodeKind, Review
from watchkeep.work.incidents.models import Incident
from watchkeep.work.problems.models import Problem
from watchkeep.work.tickets.models import Link, Relation, Ticket

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from watchkeep.insight.reviews.models.actions import ActionQuerySet
    from watchkeep.kernel.actors import Actor


@dataclass(frozen=True)
class Effect:
    """The corrective actions of a problem and of the reviews of its incidents, dropped ones left out."""

    actions: Sequence[Action]

    @property
    def preventing(self) -> list[Action]:
        """Those that are to end it, not only to notice it sooner or to soften it."""
        return [one for one in self.actions if one.type == ActionType.PREVENT]

    @property
    def is_proven(self) -> bool:
        """Whether each of those has held for ninety days."""
        return bool(self.preventing) and all(one.state == ActionState.PROVEN for one in self.preventing)

    @property
    def words(self) -> str:
        """What has been seen so far; empty while none of them is done."""
        held = [one for one in self.preventing if one.state in {ActionState.DONE, ActionState.PROVEN}]
        if not held:
            return ""
        numbers, days = ", ".join(sorted(one.number for one in held)), min(one.held_days for one in held)
        if days:
            words = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
            return _("No recurrence for %(days)s after %(numbers)s.") % {"days": words, "numbers": numbers}
        return _("No recurrence so far after %(numbers)s; watched.") % {"numbers": numbers}


def effect_on(problem: Ticket) -> Effect:
    """What the actions of a problem have shown, in one query."""
    rows = actions_against(problem.pk).exclude(state=ActionState.DROPPED)
    return Effect(list(rows.select_related("owner").order_by("id")))


def actions_against(problem: int) -> ActionQuerySet:
    """The corrective actions that were opened for a problem, or in the reviews of the incidents that it caused."""
    return Action.objects.filter(Q(problem=problem) | Q(review__incident__in=_caused_by(problem)))


def problems_of(action: Action) -> list[Problem]:
    """The problems that an action is against: that for which it was opened, or those under the incident reviewed."""
    own = Q(pk=action.problem_id)
    if action.review is not None:
        under = Link.objects.filter(source=action.review.incident_id, relation=Relation.CAUSED)
        own |= Q(pk__in=under.values("target"))
    return list(Problem.objects.filter(own).order_by("pk"))


def lessons_of(problem: Ticket, actor: Actor, most: int = 10) -> list[Review]:
    """The reviews of the incidents that a problem caused, the newest first."""
    rows = Review.objects.visible_to(actor).filter(incident__in=_caused_by(problem.pk))
    return list(rows.select_related("incident__ticket")[:most])


def watched_of(action: Action) -> dict[str, Any]:
    """By what a recurrence is known: the fault, or one of the causes on the same service."""
    if action.review is not None:
        incident = action.review.incident
        nodes = [action.node] if action.node else action.review.nodes.exclude(kind=NodeKind.GAP)
        categories = {node.category_id for node in nodes if node and node.category_id}
        return _watch(incident.fingerprint, incident.ticket.service_id, categories)
    if action.problem is None:
        return {}
    problem = Problem.objects.get(pk=action.problem_id)
    caused = _caused_by(problem.pk)
    causes = Node.objects.filter(kind=NodeKind.CAUSE, review__incident__in=caused, category__isnull=False)
    faults = Incident.objects.filter(pk__in=caused).exclude(fingerprint="").order_by("-ticket_id")
    fault = problem.fingerprint or faults.values_list("fingerprint", flat=True).first() or ""
    return _watch(fault, problem.ticket.service_id, set(causes.values_list("category", flat=True)))


def _caused_by(problem: int) -> QuerySet[Link, Any]:
    return Link.objects.filter(target=problem, relation=Relation.CAUSED).values("source")


def _watch(fingerprint: str, service: int | None, categories: set[int]) -> dict[str, Any]:
    return {
        "watch_fingerprint": fingerprint,
        "watch_service_id": service,
        "watch_categories": sorted(categories),
    }
