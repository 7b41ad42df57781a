"""Whether enough is known: to publish a review, and to close its incident."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from watchkeep.duty.response import queries as response
from watchkeep.duty.response.models import Response
from watchkeep.insight.reviews.models import (
    Action,
    ActionState,
    Node,
    NodeKind,
    Participant,
    Requirement,
    Review,
    State,
)
from watchkeep.insight.reviews.rules import required
from watchkeep.insight.reviews.rules.required import Parts
from watchkeep.work.incidents import queries as incidents
from watchkeep.work.incidents.models import Incident

REVIEWED = {1: 5, 2: 5}
"""In how many business days an incident of a severity is reviewed; others need not be."""


def gravity_of(incident: Incident) -> int | None:
    """The severity by which an incident is reviewed: the worst it ever had, at least that of a major when declared so.

    Nobody gets around a review by calling it a minor one in time; a review that is not needed is waived, with a reason.
    """
    level, is_declared = incidents.worst(incident)
    return response.gravity(level, is_declared=is_declared)


def review_days(incident: Incident) -> int | None:
    """In how many business days this incident must be reviewed, as the plan for its gravity says; None: not at all.

    That plan is its own copy, unless it was worse once. Without a copy, and where it asks for none of a major one, its
    gravity decides.
    """
    gravity, copy = gravity_of(incident), Response.objects.filter(ticket=incident.pk).first()
    if copy is None:
        return REVIEWED.get(gravity or 0)
    is_its_own = copy.severity == gravity
    demands = copy.demands if is_its_own else response.demands_for(incident.ticket.service, gravity)
    return demands.review_days or REVIEWED.get(gravity or 0)


def hindrance(incident: Incident) -> str:
    """What stands against closing an incident, in words; nothing when nothing does.

    The worst severity that it or its review has seen counts, so that nobody closes a major by calling it a minor one.
    """
    review = Review.objects.filter(incident=incident).first()
    requirement = requirement_for(gravity_of(incident), review)
    if incident.ticket.is_drill or requirement is None or (review and review.state == State.WAIVED):
        return ""
    words = {"severity": f"SEV{requirement.severity}"}
    if review is None:
        return _("A %(severity)s incident is closed once its root cause is known: open its review.") % words
    if lacks := required.missing(_known(review), _needed(requirement)):
        words |= {"review": review.number, "what": "; ".join(lacks)}
        return _("A %(severity)s incident is closed once its root cause is known. %(review)s lacks: %(what)s.") % words
    return ""


def is_major(incident: Incident) -> bool:
    """Whether an incident is a major one, or was when its review looked at it."""
    review = Review.objects.filter(incident=incident).first()
    levels = [level for level in (gravity_of(incident), review.severity if review else None) if level]
    return not incident.ticket.is_drill and response.is_major(min(levels, default=None))


def missing(review: Review) -> list[str]:
    """What the root cause of a review still lacks, in words."""
    requirement = requirement_for(review.severity, None)
    return required.missing(_known(review), _needed(requirement)) if requirement else []


def demanded(requirement: Requirement) -> list[str]:
    """What a severity requires, in words."""
    return required.missing(Parts(), _needed(requirement))


def requirement_for(severity: int | None, review: Review | None) -> Requirement | None:
    """What the worse of an incident's and its review's severity requires; None for nothing."""
    known = [level for level in (severity, review.severity if review else None) if level]
    row = Requirement.objects.filter(severity=min(known)).first() if known else None
    return row if row and row.asks_anything else None


def unsigned(review: Review) -> list[str]:
    """The names of those who must sign and have not."""
    waiting = Participant.objects.filter(review=review, must_sign=True, signed_at=None)
    return list(waiting.values_list("person__name", flat=True))


def _known(review: Review) -> Parts:
    by_kind = {kind: Count("pk", filter=Q(kind=kind)) for kind in NodeKind.values}
    found = Node.objects.filter(review=review).aggregate(**by_kind)
    actions = Action.objects.filter(review=review).exclude(state=ActionState.DROPPED).count()
    return Parts(
        factors=found[NodeKind.FACTOR],
        causes=found[NodeKind.CAUSE],
        controls=found[NodeKind.CONTROL],
        is_gap_answered=bool(found[NodeKind.GAP] or review.no_gap_reason),
        actions=actions,
    )


def _needed(row: Requirement) -> Parts:
    return Parts(row.factors, row.causes, row.controls, row.needs_gap, row.actions)
