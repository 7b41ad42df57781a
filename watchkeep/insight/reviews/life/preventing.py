"""Preventive tasks: planned from an action with one press, done again and again, ended when not needed."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person
from watchkeep.insight.reviews.events import TaskDone, TaskEdited, TaskEnded, TaskPlanned
from watchkeep.insight.reviews.models import Action, Occurrence, Task
from watchkeep.insight.reviews.permissions import P
from watchkeep.insight.reviews.rules import nudges, schedule
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.numbering import next_number
from watchkeep.kernel.records import save

FIELDS = ("title", "detail", "service", "item", "owner", "team", "every", "unit")


@transaction.atomic
def plan_task(*, by: Actor, title: str, owner: Person, starts_on: date, **values: Any) -> Task:
    """Have something done every so often on a service or an item, first on that day."""
    by.need(P.MANAGE_ACTIONS, _("plan preventive tasks"))
    if unknown := values.keys() - {*FIELDS, "action"}:
        raise Refused(_("This cannot be edited."), field=min(unknown))
    if not (values.get("service") or values.get("item")):
        raise Refused(_("Say on which service or item."), field="service", code="missing")
    _refuse_past(starts_on)
    task = Task(number=next_number("PRV"), starts_on=starts_on, next_on=starts_on, owner=owner, title=title)
    _set_nudges(task)
    save(task, **values)
    tell(TaskPlanned(record=task.pk, by=by, number=task.number, next_on=task.next_on, owner=owner.pk))
    return task


@transaction.atomic
def prevent_with(action: Action, *, by: Actor, starts_on: date, **values: Any) -> Task:
    """Turn a corrective action into something that is done again and again: what and by whom it says already."""
    service = action.watch_service or (action.review.incident.ticket.service if action.review else None)
    given: dict[str, Any] = {
        "title": action.title,
        "detail": action.detail,
        "owner": action.owner,
        "team": action.team,
    } | values
    if not (given.get("service") or given.get("item")):
        given["service"] = service
    return plan_task(by=by, starts_on=starts_on, action=action, **given)


@transaction.atomic
def edit_task(task: Task, *, by: Actor, next_on: date | None = None, **values: Any) -> None:
    """Change words, owner or schedule; a new next day is where the schedule begins anew."""
    by.need(P.MANAGE_ACTIONS, _("plan preventive tasks"))
    if unknown := values.keys() - set(FIELDS):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    _hold(task)
    wanted = {name: values.get(name, getattr(task, name)) for name in ("service", "item")}
    if not any(wanted.values()):
        raise Refused(_("Say on which service or item."), field="service", code="missing")
    if next_on is not None and next_on != task.next_on:
        _refuse_past(next_on)
        values |= {"starts_on": next_on, "next_on": next_on}
    if changed := save(task, **values):
        _set_nudges(task)
        task.save(update_fields=["nudges", "next_nudge_at"])
        tell(TaskEdited(record=task.pk, by=by, fields=changed))


@transaction.atomic
def do_task(task: Task, *, by: Actor, evidence: str, due_on: date | None = None) -> Occurrence:
    """It was done this time, and here one can see it. The next time follows from the schedule.

    ``due_on`` is the day that the doer saw: of two who do it at once one wins and the other is told.
    """
    by.need(P.WORK_ACTIONS, _("do preventive tasks"))
    if not (evidence := evidence.replace("\x00", "").strip()[:20_000]):
        raise Refused(_("Say how one can see it."), field="evidence", code="missing")
    _hold(task)
    if due_on not in (None, task.next_on):
        raise Refused(_("Somebody has done it before."), code="wrong_state")
    done = Occurrence.objects.create(task=task, due_on=task.next_on, done_by_id=by.person, evidence=evidence)
    after = max(task.next_on, clock.now().date())
    task.next_on = schedule.next_after(task.starts_on, task.every, task.unit, after)
    _set_nudges(task)
    task.save(update_fields=["next_on", "nudges", "next_nudge_at"])
    tell(TaskDone(record=task.pk, by=by, number=task.number, due_on=done.due_on, next_on=task.next_on))
    return done


@transaction.atomic
def end_task(task: Task, *, by: Actor, reason: str) -> None:
    """It is not needed any more. What was done stays on record."""
    by.need(P.MANAGE_ACTIONS, _("plan preventive tasks"))
    if not (reason := reason.strip()[:300]):
        raise Refused(_("Say why."), field="reason", code="missing")
    _hold(task)
    Task.objects.filter(pk=task.pk).update(is_active=False, next_nudge_at=None)
    task.refresh_from_db(fields=["is_active", "next_nudge_at"])
    tell(TaskEnded(record=task.pk, by=by, number=task.number, reason=reason))


def _hold(task: Task) -> None:
    Task.objects.select_for_update(no_key=True).get(pk=task.pk)
    task.refresh_from_db(fields=["is_active", "next_on", "starts_on", "every", "unit"])
    if not task.is_active:
        raise Refused(_("It has ended."), code="wrong_state")


def _set_nudges(task: Task) -> None:
    task.nudges = nudges.first_ahead(nudges.TASK, task.due_at, clock.now())
    task.next_nudge_at = nudges.nth(nudges.TASK, task.due_at, task.nudges).at


def _refuse_past(day: date) -> None:
    if not clock.now().date() <= day or day.year > 2199:
        raise Refused(_("It begins today or later."), field="starts_on")
