"""Looking for somebody: begun by a fault, widened when it gets worse, hastened by whoever cannot wait."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.models import State as Sending
from watchkeep.duty.oncall import events, queries
from watchkeep.duty.oncall.life import calling
from watchkeep.duty.oncall.life.stepping import go_on
from watchkeep.duty.oncall.life.steps import LIFE, end
from watchkeep.duty.oncall.models import Escalation, Page, Policy
from watchkeep.duty.oncall.rules import paging
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, queue
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.tickets.models import Ticket


@transaction.atomic
def start(ticket: Ticket, *, by: Actor | str, policy: Policy | None = None) -> Escalation | None:
    """Begin to look for somebody, by this policy or by the one that answers for the service.

    None when no policy answers, or none of its steps is for faults of this severity. A search that runs
    is left alone, unless another policy is asked for before anybody was paged.
    """
    chosen = policy or queries.policy_for(ticket.service, ticket.severity)
    plan = chosen.plan() if chosen else None
    running = Escalation.objects.running().filter(ticket=ticket).first()
    if running and (policy is None or plan is None or running.step >= 0 or running.policy_id == plan.policy):
        return running
    if not ticket.is_open or plan is None or not paging.for_severity(plan, ticket.severity).steps:
        return running
    if running:
        end(running, "stop", by=by, why="oncall.other_policy")
    return _begin(ticket, plan, by)


@transaction.atomic
def page_the_spared(ticket: Ticket, *, by: Actor | str, before: int | None, is_attended: bool) -> None:
    """The fault got worse: page those whom the lesser severity had spared.

    While nobody attends to it, the whole search goes on at once; when somebody does, only the spared are paged.
    """
    running = Escalation.objects.running().select_for_update(no_key=True).filter(ticket=ticket).first()
    if running:
        spared = paging.first_spared(running.plan, ticket.severity, before=before)
        step = min(running.step, spared - 1) if spared is not None else running.step
        Escalation.objects.filter(pk=running.pk).update(step=step, next_step_at=clock.now())
        queue.nudge("oncall")
    elif not is_attended:
        start(ticket, by=by)
    elif policy := queries.policy_for(ticket.service, ticket.severity):
        plan = paging.newly_for(policy.plan(), ticket.severity, before=before)
        if plan.steps:
            _begin(ticket, plan, by)


@transaction.atomic
def escalate(escalation: Escalation, *, by: Actor, after: paging.Position | None = None) -> None:
    """Do not wait any longer: the next step now. `after` is the step that whoever asks has seen taken."""
    LIFE.move(escalation, "escalate", by=by, next_step_at=clock.now())
    current = Escalation.objects.select_related("ticket__service").get(pk=escalation.pk)
    if current.here != (after or escalation.here):
        raise Refused(_("It has just been escalated."), code="stale")
    go_on(current, by=by)


@transaction.atomic
def page_somebody(escalation: Escalation, *, by: Actor, person: Person) -> Page:
    """Page somebody of one's own choice, and give her the time that the current step gives."""
    current = Escalation.objects.select_for_update(no_key=True).get(pk=escalation.pk)
    wait = timedelta(minutes=current.plan.steps[max(current.step, 0)].wait_minutes)
    LIFE.move(escalation, "page_somebody", by=by, next_step_at=clock.now() + wait, ended_at=None)
    target = paging.Target("person", person.pk, person.name)
    if current.pages.filter(person=person, round=current.round, step=current.step).exists():
        raise Refused(_("%(name)s has just been paged.") % {"name": person.name}, field="person")
    page = calling.call(current, queries.reach_of(target, person), current.here, by=by)
    if page is None:
        raise Refused(_("%(name)s cannot be reached.") % {"name": person.name}, field="person")
    return page


@transaction.atomic
def pass_over(delivery: int) -> None:
    """A message could not be delivered: when a page has no other way left, do not wait for its answer."""
    sent = Delivery.objects.filter(pk=delivery).values("fact")
    page = Page.objects.unanswered().select_related("escalation", "person").filter(fact__in=sent).first()
    if page is None or Delivery.objects.filter(fact=page.fact).exclude(state=Sending.DEAD).exists():
        return
    calling.flag(page.escalation, paging.Target("person", page.person_id, page.person.name), "undelivered", page)
    others = Page.objects.filter(escalation=page.escalation_id, round=page.round, step=page.step)
    alive = Delivery.objects.filter(fact__in=others.values("fact")).exclude(state=Sending.DEAD)
    if not alive.exists():
        here = Escalation.objects.running().filter(pk=page.escalation_id, round=page.round, step=page.step)
        here.update(next_step_at=clock.now())
        queue.nudge("oncall")


def _begin(ticket: Ticket, plan: paging.Plan, by: Actor | str) -> Escalation:
    now = clock.now()
    escalation = Escalation.objects.create(
        ticket=ticket, policy_id=plan.policy, snapshot=plan.as_json(), next_step_at=now, started_at=now
    )
    tell(
        events.EscalationStarted(
            record=ticket.pk,
            by=by,
            escalation=escalation.pk,
            policy=plan.policy,
            name=plan.name,
            steps=len(plan.steps),
            is_drill=ticket.is_drill,
        )
    )
    queue.nudge("oncall")
    return escalation
