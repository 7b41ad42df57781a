"""Watching for what comes back: what an action should have prevented, and what is so frequent that it is a problem."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.life import actions
from watchkeep.insight.reviews.models import Action, Node
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents.models import Incident
from watchkeep.work.problems import life as problems
from watchkeep.work.tickets.models import Ticket

WATCH = Actor.system("rule:recurrence", "Watch for recurrences")


@transaction.atomic
def look_for_recurrence(incident: Incident, *, at: datetime) -> int:
    """Open the actions again that should have prevented what began ``at`` that moment. Returns how many."""
    if incident.ticket.is_drill:
        return 0
    watching = _watching().filter(queries.watched_fault(incident), done_at__lt=at)
    return _come_back(list(watching), incident, "fingerprint")


@transaction.atomic
def look_for_cause(node: Node) -> int:
    """The same for a cause that is now known: an action against it on the same service did not help."""
    incident = node.review.incident
    if node.category_id is None or incident.ticket.service_id is None or incident.ticket.is_drill:
        return 0
    watching = _watching().filter(
        watch_service=incident.ticket.service_id, watch_categories__contains=[node.category_id],
        done_at__lt=incident.ticket.opened_at,
    ).exclude(review=node.review)  # fmt: skip
    return _come_back(list(watching), incident, "cause")


@transaction.atomic
def look_for_linked(ticket: Ticket, *, problem: int) -> int:
    """Somebody says that a problem caused this incident: the actions that were to end it did not."""
    if ticket.is_drill:
        return 0
    watching = queries.actions_against(problem).watching(clock.now()).filter(done_at__lt=ticket.opened_at)
    return _come_back(list(watching), Incident.objects.get(pk=ticket.pk), "problem")


@transaction.atomic
def suggest_problem(incident: Incident) -> None:
    """The fault came back so often that somebody should look for what lies under it."""
    if incident.ticket.is_drill or not incident.fingerprint:
        return
    alike = queries.same_fault(incident)
    if len(alike) >= queries.RECURRENCES:
        problems.suggest(
            by=WATCH, key=f"fingerprint:{incident.fingerprint}", title=incident.ticket.title,
            service=incident.ticket.service, tickets=alike, fingerprint=incident.fingerprint,
            why=_("%(n)d incidents of the same fault within %(days)d days")
            % {"n": len(alike), "days": queries.WINDOW.days},
        )  # fmt: skip


@transaction.atomic
def suggest_problem_of(node: Node) -> None:
    """The same item, or the same kind of cause on the same service, had a part in several incidents."""
    if node.review.incident.ticket.is_drill:
        return
    for alike in queries.same_cause(node):
        problems.suggest(
            by=WATCH, key=alike.key, title=alike.title, service=alike.service, item=alike.item, tickets=alike.tickets,
            why=alike.why,
        )  # fmt: skip


def _watching() -> "queries.Actions":
    return Action.objects.watching(clock.now()).select_related("review__incident__ticket")


def _come_back(watching: list[Action], incident: Incident, same: str) -> int:
    for action in watching:
        actions.come_back(action, by=WATCH, ticket=incident.ticket, same=same)
    return len(watching)
