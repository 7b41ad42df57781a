"""Whether the fix of a problem helped: what its corrective actions have shown since they were done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.insight.reviews.models import Action, ActionState, Node, NodeKind, Review
from watchkeep.work.incidents.models import Incident
from watchkeep.work.problems.models import Problem
from watchkeep.work.tickets.models import Link, Relation, Ticket

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchkeep.kernel.actors import Actor


@dataclass(frozen=True)
class Effect:
    """The corrective actions of a problem, dropped ones left out, and what they have shown."""

    actions: Sequence[Action]

    @property
    def is_proven(self) -> bool:
        """Whether every one of them has held for ninety days."""
        return bool(self.actions) and all(one.state == ActionState.PROVEN for one in self.actions)

    @property
    def words(self) -> str:
        """What has been seen so far; empty while none of them is done."""
        held = [one for one in self.actions if one.state in {ActionState.DONE, ActionState.PROVEN}]
        if not held:
            return ""
        numbers, days = ", ".join(sorted(one.number for one in held)), min(one.held_days for one in held)
        if days:
            words = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
            return _("No recurrence for %(days)s after %(numbers)s.") % {"days": words, "numbers": numbers}
        return _("No recurrence so far after %(numbers)s; watched.") % {"numbers": numbers}


def effect_on(problem: Ticket) -> Effect:
    """What the actions of a problem have shown, in one query."""
    rows = Action.objects.filter(problem=problem).exclude(state=ActionState.DROPPED)
    return Effect(list(rows.select_related("owner").order_by("id")))


def lessons_of(problem: Ticket, actor: Actor, most: int = 10) -> list[Review]:
    """The reviews of the incidents that a problem caused, the newest first."""
    caused = Link.objects.filter(target=problem, relation=Relation.CAUSED).values("source")
    rows = Review.objects.visible_to(actor).filter(incident__in=caused).select_related("incident__ticket")
    return list(rows[:most])


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
    caused = Link.objects.filter(target=problem.pk, relation=Relation.CAUSED).values("source")
    causes = Node.objects.filter(kind=NodeKind.CAUSE, review__incident__in=caused, category__isnull=False)
    faults = Incident.objects.filter(pk__in=caused).exclude(fingerprint="").order_by("-ticket_id")
    fault = problem.fingerprint or faults.values_list("fingerprint", flat=True).first() or ""
    return _watch(fault, problem.ticket.service_id, set(causes.values_list("category", flat=True)))


def _watch(fingerprint: str, service: int | None, categories: set[int]) -> dict[str, Any]:
    return {
        "watch_fingerprint": fingerprint,
        "watch_service_id": service,
        "watch_categories": sorted(categories),
    }
