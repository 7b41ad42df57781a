"""Beginning a run, and saying whose the steps of a role are."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.automation import events
from watchkeep.duty.automation.life.going import go_on
from watchkeep.duty.automation.models import Procedure, RoleHolder, Run, RunStep, Version
from watchkeep.duty.automation.models.runs import UNSETTLED
from watchkeep.duty.automation.permissions import P
from watchkeep.duty.automation.rules import steps
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.tickets.models import Ticket


@transaction.atomic
def start(procedure: Procedure, *, by: Actor, ticket: Ticket) -> Run:
    """Begin the procedure on an incident, by the version that is published now. One that runs already is returned."""
    by.need(P.WORK, _("start runbooks and workflows"))
    ticket = Ticket.objects.select_for_update(no_key=True).get(pk=ticket.pk)
    if running := Run.objects.going().filter(ticket=ticket, procedure=procedure).first():
        return running
    if procedure.published_number is None or not procedure.is_active:
        raise Refused(_("%(name)s cannot be started: it is not published.") % {"name": procedure}, code="wrong_state")
    if not ticket.is_open:
        raise Refused(_("The incident is over."), code="wrong_state")
    version = Version.objects.get(procedure=procedure, number=procedure.published_number)
    run = Run.objects.create(
        ticket=ticket,
        procedure=procedure,
        version=version,
        snapshot=_snapshot(procedure, version),
        starter_id=by.person,
        started_at=clock.now(),
    )
    RunStep.objects.bulk_create(_steps(run))
    tell(
        events.RunStarted(
            record=ticket.pk,
            by=by,
            run=run.pk,
            procedure=procedure.pk,
            name=run.name,
            version=version.number,
            steps=len(run.plan),
        )
    )
    go_on(run, by=by)
    return run


@transaction.atomic
def name_holder(ticket: Ticket, *, by: Actor | str, role: str, person: Person | None) -> None:
    """Somebody has this role on the incident now (None: nobody): the steps of the role that are left are theirs."""
    if role not in steps.ROLES:
        return
    held = RoleHolder.objects.filter(ticket=ticket, role=role)
    before = held.values_list("person_id", flat=True).first()
    if before == (person.pk if person else None):
        return
    if person:
        RoleHolder.objects.update_or_create(ticket=ticket, role=role, defaults={"person": person})
    else:
        held.delete()
    left = RunStep.objects.filter(run__in=Run.objects.going().filter(ticket=ticket), role=role, state__in=UNSETTLED)
    left.update(owner=person)
    tell(events.HolderNamed(record=ticket.pk, by=by, role=role, person=person.pk if person else None))


def _snapshot(procedure: Procedure, version: Version) -> dict[str, object]:
    kept = {name: getattr(procedure, name) for name in ("name", "kind", "slug", "purpose")}
    return {**kept, "number": version.number, "body": version.body, "steps": version.steps}


def _steps(run: Run) -> list[RunStep]:
    holders = dict(RoleHolder.objects.filter(ticket=run.ticket_id).values_list("role", "person_id"))
    return [
        RunStep(
            run=run,
            position=position,
            stage=stage,
            title=step.title,
            role=step.role,
            owner_id=holders.get(step.role),
            due_at=_due_from_start(run, step),
        )
        for position, (step, stage) in enumerate(zip(run.plan, steps.stages(run.plan), strict=True))
    ]


def _due_from_start(run: Run, step: steps.Step) -> datetime | None:
    if step.due_minutes is None or step.due_from != "start":
        return None
    return run.started_at + timedelta(minutes=step.due_minutes)
