"""Answers of automation to what happens to incidents, and to its own late steps."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from watchkeep.duty.automation import events, life, queries
from watchkeep.duty.automation.models import Procedure
from watchkeep.duty.connections import events as actions
from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify import queries as notices
from watchkeep.duty.notify.models import Urgency
from watchkeep.estate.services import queries as services
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import Fact
from watchkeep.work.incidents import events as incident

ACTION_DONE: tuple[type[Any], ...] = (actions.Succeeded, actions.Answered)
ACTION_FAILED: tuple[type[Any], ...] = (actions.Failed, actions.TimedOut, actions.Refused, actions.Cancelled)


def end_runbooks(fact: incident.Resolved) -> None:
    """The cause is dealt with: nobody need repair any more. Workflows go on, for they hold what comes afterwards."""
    for run in queries.going_on(fact.record):
        if run.kind == "runbook":
            life.cancel(run, by=CLOCK, reason=_("The incident is resolved."))


def end_runs(fact: Fact) -> None:
    """The incident is over, or is worked elsewhere."""
    for run in queries.going_on(fact.record):
        life.cancel(run, by=CLOCK, reason=_("The incident is over."))


def take_result(fact: actions.Succeeded | actions.Answered) -> None:
    """The machine did what a step asked for."""
    if not getattr(fact, "is_dry_run", False):
        life.take_result(fact.run, output=queries.output_of(fact.run))
        life.settle_plan_step(fact.run)


def take_failure(fact: actions.Failed | actions.TimedOut | actions.Refused | actions.Cancelled) -> None:
    """The machine did not, or was not allowed to."""
    said = getattr(fact, "why", "") or getattr(fact, "reason", "")
    said = said or fact.kind.partition(".")[2].replace("_", " ")
    life.take_result(fact.run, failed=said)
    life.settle_plan_step(fact.run, failed=said)


def answer_call(fact: events.MachineCalled) -> None:
    """A step is ready that waits for nobody."""
    life.answer_call(fact.run, fact.step, by=CLOCK)


def doubt_runbooks(fact: Fact) -> None:
    """They may be wrong now."""
    if doubt := services.doubt(fact):
        life.mark_stale(by=CLOCK, service=doubt.service, item=doubt.item, reason=doubt.reason)


def tell_stale(fact: events.MarkedStale) -> None:
    """Whoever leads the team whose it is hears that it may be wrong."""
    procedure = Procedure.objects.get(pk=fact.record)
    for person in notices.leads_of(procedure.owner_team_id):
        notify.notify(
            person,
            fact_id=fact.id,
            subject=_("%(name)s · May be wrong now") % {"name": procedure.name},
            body=fact.reason,
            link=f"{settings.BASE_URL}/runbooks/{procedure.slug}",
            link_text=_("Open %(name)s") % {"name": procedure.name},
            urgency=Urgency.LOW,
        )


def tell_owner(fact: events.StepLate) -> None:
    """Whoever owns a late step hears of it: who is at it, the role's holder, the assignee, else the team's leads."""
    ticket = notices.ticket_in_words(fact.record)
    people = notices.people([fact.person or ticket.assignee_id]) or notices.leads_of(ticket.team_id)
    for person in people:
        notify.notify(
            person,
            fact_id=fact.id,
            subject=notices.subject_for(ticket, _("Late")),
            body=_("“%(title)s” was due at %(at)s and is not done.")
            % {"title": fact.title, "at": f"{fact.due_at:%Y-%m-%d %H:%M} UTC"},
            link=notices.link_to(ticket),
            link_text=_("Open %(number)s") % {"number": ticket.number},
            urgency=Urgency.LOW,
            ticket=ticket,
        )
