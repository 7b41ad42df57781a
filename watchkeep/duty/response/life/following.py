"""Following a plan: copied when the incident opens, copied anew when another one holds, put away when it ends.

A copy is made in the transaction of the fact that asks for it, so there is no incident without its plan.
"""

from collections.abc import Sequence

from django.db import transaction

from watchkeep.duty.automation import life as automation
from watchkeep.duty.automation.models import Procedure
from watchkeep.duty.oncall import life as oncall
from watchkeep.duty.oncall.models import Policy
from watchkeep.duty.response import events, queries, rules
from watchkeep.duty.response.life import informing, seating
from watchkeep.duty.response.models import Response
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents.life import LIFE as INCIDENT
from watchkeep.work.incidents.life.steps import BROKEN
from watchkeep.work.tickets.models import Ticket


@transaction.atomic
def follow(ticket: Ticket, *, by: Actor | str) -> Response:
    """Copy the plan that holds for a fresh incident, fill its roles, begin its procedures and page by its policy."""
    severity = queries.gravity_of(ticket)
    demands = queries.demands_for(ticket.service, severity)
    response = Response.objects.create(
        ticket=ticket, snapshot=rules.as_json(demands), severity=severity, service=ticket.service_id
    )
    told = events.PlanCopied(
        record=ticket.pk,
        by=by,
        plans=list(demands.plans[:4]),
        plan=demands.closest,
        severity=severity,
        review_days=demands.review_days,
    )
    tell(told)
    informing.begin(response)
    seating.fill(response, ticket)
    _begin_procedures(ticket, demands.procedures)
    _page(ticket, demands, by)
    return response


@transaction.atomic
def follow_again(ticket: Ticket, *, by: Actor | str, because: str) -> None:
    """Severity, service or what was declared is another: copy the plan that holds now, and say what it changes.

    What was promised stays promised: a role that somebody has is not taken away, and no update becomes due later.
    """
    response = Response.objects.select_for_update().filter(ticket=ticket).first()
    if response is None:
        if ticket.is_open:
            follow(ticket, by=by)
        return
    severity = queries.gravity_of(ticket)
    before, demands = response.demands, queries.demands_for(ticket.service, severity)
    Response.objects.filter(pk=response.pk).update(
        snapshot=rules.as_json(demands),
        severity=severity,
        service=ticket.service_id,
        copied_at=clock.now(),
    )
    if changes := rules.differences(before, demands):
        told = events.PlanChanged(
            record=ticket.pk,
            by=by,
            plans=list(demands.plans[:4]),
            plan=demands.closest,
            because=because,
            changes=changes,
            review_days=demands.review_days,
        )
        tell(told)
    _go_on(Response.objects.get(pk=response.pk), ticket, by, before=before)


@transaction.atomic
def stand_down(ticket: int, *, by: Actor | str) -> None:
    """It is over: nothing more is due, and everybody is free again."""
    response = Response.objects.select_for_update().filter(ticket=ticket, ended_at=None).first()
    if response is None:
        return
    informing.rest_updates(ticket)
    freed = seating.free_all(response)
    Response.objects.filter(pk=ticket).update(ended_at=clock.now())
    if freed:
        tell(events.Ended(record=ticket, by=by, roles=freed))


@transaction.atomic
def stand_up_again(ticket: Ticket) -> None:
    """It is back: roles are filled anew and updates are due again, by the plan that was copied."""
    response = Response.objects.select_for_update().filter(ticket=ticket).first()
    if response is None or ticket.state not in BROKEN:
        return
    Response.objects.filter(pk=response.pk).update(ended_at=None)
    informing.begin(response)
    seating.fill(response, ticket)


def _go_on(response: Response, ticket: Ticket, by: Actor | str, before: rules.Demands) -> None:
    """Under the new plan, as far as there is still something to do."""
    if ticket.state in BROKEN:
        informing.move(response)
        seating.fill(response, ticket)
        _begin_procedures(ticket, [one for one in response.demands.procedures if one not in before.procedures])
        if ticket.state in INCIDENT.steps["acknowledge"].start:
            _page(ticket, response.demands, by)


def _page(ticket: Ticket, demands: rules.Demands, by: Actor | str) -> None:
    if demands.policy and (policy := Policy.objects.filter(pk=demands.policy).first()):
        oncall.start(ticket, by=by, policy=policy)


def _begin_procedures(ticket: Ticket, wanted: Sequence[int]) -> None:
    """Start what the plan names and is still offered. What runs already on the incident goes on."""
    found = Procedure.objects.offered().in_bulk(wanted) if wanted else {}
    for procedure in (found[one] for one in wanted if one in found):
        automation.start(procedure, by=CLOCK, ticket=ticket)
