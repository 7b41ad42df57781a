"""The beginning: somebody notices, an incident shows it, or something comes back so often that it is suggested."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, live
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.numbering import next_number
from watchkeep.work.problems.events import (
    IncidentLinked,
    Opened,
    Suggested,
    SuggestionDismissed,
    SuggestionTaken,
)
from watchkeep.work.problems.models import Answer, Problem, Source, Suggestion
from watchkeep.work.problems.permissions import P
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Kind, Link, Relation, Ticket


@transaction.atomic
def open_(  # what may be known of a problem when it is noticed
    *,
    by: Actor,
    title: str,
    description: str = "",
    service: Service | None = None,
    priority: int = 3,
    item: Item | None = None,
    incidents: Iterable[Ticket] = (),
    source: str = Source.HAND,
    fingerprint: str = "",
    key: str = "",
) -> Problem:
    """Open a problem, under these incidents if any. It belongs to whoever owns the service."""
    by.need(P.OPEN, _("open problems"))
    if not 1 <= priority <= 5:
        raise Refused(_("Priorities go from 1 to 5."), field="priority")
    ticket = Ticket.objects.create(
        number=next_number("PRB"), kind=Kind.PROBLEM, title=tickets.clean_title(title), priority=priority,
        description=description.replace("\x00", ""), service=service, team=service.owner_team if service else None,
    )  # fmt: skip
    problem = Problem.objects.create(ticket=ticket, source=source, fingerprint=fingerprint, item=item, key=key)
    tell(Opened(record=ticket.pk, by=by, number=ticket.number, source=source, service=ticket.service_id))
    live.changed("queue")
    for incident in incidents:
        link_incident(problem, by=by, incident=incident)
    return problem


def open_from(incident: Ticket, *, by: Actor, fingerprint: str = "", **values: Any) -> Problem:
    """Open a problem from an incident: its words, service and priority are those of the incident unless given."""
    given = {"title": incident.title, "service": incident.service, "priority": incident.priority} | values
    return open_(by=by, incidents=[incident], source=Source.INCIDENT, fingerprint=fingerprint, **given)


@transaction.atomic
def link_incident(problem: Problem, *, by: Actor, incident: Ticket) -> None:
    """Say that an incident was caused by this problem."""
    if incident.kind != Kind.INCIDENT:
        raise Refused(_("That is no incident."), field="incident")
    tie = {"source": incident, "target": problem.ticket, "relation": Relation.CAUSED}
    if not Link.objects.filter(**tie).exists():
        tickets.link(incident, by=by, other=problem.ticket, relation=Relation.CAUSED)
        tell(IncidentLinked(record=problem.pk, by=by, other=incident.pk))


@transaction.atomic
def suggest(  # what comes back, and why it may be a problem
    *,
    by: Actor,
    key: str,
    title: str,
    why: str,
    tickets: Sequence[Ticket],
    service: Service | None = None,
    item: Item | None = None,
    fingerprint: str = "",
) -> Suggestion | None:
    """Suggest a problem, once: not while one for the same is open, nor soon after somebody saw none in it.

    An open suggestion takes in what came back since.
    """
    by.need(P.OPEN, _("open problems"))
    ids, title, why = [ticket.pk for ticket in tickets], title[:200], why[:300]
    if Problem.objects.open().filter(key=key).exists():
        return None
    last = Suggestion.objects.filter(key=key).order_by("-id").first()
    if last and last.answer == Answer.DISMISSED and len(set(ids) - set(last.tickets)) < 2:
        return None
    values = {"title": title, "why": why, "tickets": ids, "service": service, "item": item, "fingerprint": fingerprint}
    made, is_new = Suggestion.objects.update_or_create(key=key, answer=Answer.OPEN, defaults=values)
    if is_new:
        tell(Suggested(record=made.pk, by=by, key=key, count=len(ids)))
    return made


@transaction.atomic
def take_suggestion(suggestion: Suggestion, *, by: Actor, title: str = "") -> Problem:
    """Make a problem of it, with the incidents that it names."""
    by.need(P.OPEN, _("open problems"))
    _answer(suggestion, Answer.TAKEN, "")
    incidents = Ticket.objects.incidents().filter(pk__in=suggestion.tickets).order_by("id")
    problem = open_(
        by=by, title=title or suggestion.title, description=suggestion.why, service=suggestion.service,
        item=suggestion.item, incidents=incidents, source=Source.RECURRENCE, fingerprint=suggestion.fingerprint,
        key=suggestion.key, priority=min((one.priority for one in incidents), default=3),
    )  # fmt: skip
    Suggestion.objects.filter(pk=suggestion.pk).update(problem=problem)
    tell(SuggestionTaken(record=suggestion.pk, by=by, problem=problem.pk))
    return problem


@transaction.atomic
def dismiss_suggestion(suggestion: Suggestion, *, by: Actor, reason: str) -> None:
    """See no problem in it, and say why. Two more recurrences ask again."""
    by.need(P.OPEN, _("open problems"))
    if not (reason := reason.strip()[:300]):
        raise Refused(_("Say why."), field="reason", code="missing")
    _answer(suggestion, Answer.DISMISSED, reason)
    tell(SuggestionDismissed(record=suggestion.pk, by=by, reason=reason))


def _answer(suggestion: Suggestion, answer: str, reason: str) -> None:
    """Of two who answer at once one wins."""
    rows = Suggestion.objects.filter(pk=suggestion.pk, answer=Answer.OPEN)
    if not rows.update(answer=answer, reason=reason, answered_at=clock.now()):
        raise Refused(_("Somebody answered it before."), code="wrong_state")
    suggestion.refresh_from_db()
