"""Preventive tasks: planned from an action with one press, done again and again, ended when not needed."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person, known_zone
from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.events import TaskDone, TaskEdited, TaskEnded, TaskPlanned
from watchkeep.insight.reviews.models import Action, Kept, Makes, Occurrence, Task
from watchkeep.insight.reviews.permissions import P
from watchkeep.insight.reviews.rules import nudges, recurrence
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.numbering import next_number
from watchkeep.kernel.records import save

FIELDS = (
    "title", "detail", "service", "item", "owner", "team", "rule", "time_zone", "due_time", "contract", "makes",
    "model", "lead_days",
)  # fmt: skip
_WHENCE = ("action", "policy", "origin_on")
"""What it came of: said when it is planned, and never edited."""
MOST_MISSED = 400
"""So many missed days are written down at most when a task is done at last."""


@transaction.atomic
def plan_task(*, by: Actor, title: str, owner: Person, starts_on: date, **values: Any) -> Task:
    """Have something done again and again on a service or an item: on the days of a rule, from that day on.

    It goes by the clock of the service or the item unless ``time_zone`` says otherwise.
    """
    by.need(P.MANAGE_ACTIONS, _("plan preventive tasks"))
    if unknown := values.keys() - {*FIELDS, *_WHENCE}:
        raise Refused(_("This cannot be edited."), field=min(unknown))
    if not (values.get("service") or values.get("item")):
        raise Refused(_("Say on which service or item."), field="service", code="missing")
    values.setdefault("time_zone", queries.zone_of(values.get("service"), values.get("item"), owner))
    values.setdefault("rule", queries.rule_of({"repeat": "months"}, starts_on))
    _refuse_past(starts_on, values["time_zone"])
    first = _first_from(values["rule"], starts_on)
    task = Task(number=next_number("PRV"), starts_on=starts_on, next_on=first, owner=owner, title=title)
    save(task, **_written(values))
    _refuse_model(task)
    _set_times(task)
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
    """Change words, owner or schedule; a new rule or next day is where the schedule begins anew.

    On another service or item it goes by the clock of that one.
    """
    by.need(P.MANAGE_ACTIONS, _("plan preventive tasks"))
    if unknown := values.keys() - set(FIELDS):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    _hold(task)
    wanted = {name: values.get(name, getattr(task, name)) for name in ("service", "item")}
    if not any(wanted.values()):
        raise Refused(_("Say on which service or item."), field="service", code="missing")
    if any(wanted[name] != getattr(task, name) for name in wanted):
        values.setdefault("time_zone", queries.zone_of(wanted["service"], wanted["item"], task.owner))
    values = _written(values)
    rule, start = values.get("rule", task.rule), next_on or task.next_on
    if start != task.next_on:
        _refuse_past(start, values.get("time_zone", task.time_zone))
    if start != task.next_on or rule != task.rule:
        values |= {"starts_on": start, "next_on": _first_from(rule, start)}
    if changed := save(task, **values):
        _refuse_model(task)
        _set_times(task)
        tell(TaskEdited(record=task.pk, by=by, fields=changed))


@transaction.atomic
def do_task(
    task: Task, *, by: Actor, evidence: str, due_on: date | None = None, done_by: Person | None = None
) -> Occurrence:
    """It was done this time, and here one can see it. The next time follows from the schedule.

    ``due_on`` is the day that the doer saw: of two who do it at once one wins and the other is told. Days of the
    schedule that went by meanwhile were missed; today's is done with it.
    """
    by.need(P.WORK_ACTIONS, _("do preventive tasks"))
    if not (evidence := evidence.replace("\x00", "").strip()[:20_000]):
        raise Refused(_("Say how one can see it."), field="evidence", code="missing")
    _hold(task)
    if due_on not in (None, task.next_on):
        raise Refused(_("Somebody has done it before."), code="wrong_state")
    state = Kept.LATE if task.is_late else Kept.DONE
    done = Occurrence.objects.create(
        task=task, due_on=task.next_on, done_by=done_by or _person(by), evidence=evidence, state=state,
        ticket=task.ticket,
    )  # fmt: skip
    today = _today(task.time_zone)
    _miss(task, today)
    task.ticket = None
    if task.is_once:
        task.save(update_fields=["ticket"])
        tell(TaskDone(record=task.pk, by=by, number=task.number, due_on=done.due_on, next_on=done.due_on))
        end_task(task, by=Actor.system("rule:upkeep", "Maintenance"), reason=_("It was to be done once."))
        return done
    task.next_on = _first_from(task.rule, max(task.next_on, today) + timedelta(days=1), since=task.starts_on)
    _set_times(task)
    tell(TaskDone(record=task.pk, by=by, number=task.number, due_on=done.due_on, next_on=task.next_on))
    return done


@transaction.atomic
def end_task(task: Task, *, by: Actor, reason: str) -> None:
    """It is not needed any more. What was done stays on record."""
    by.need(P.MANAGE_ACTIONS, _("plan preventive tasks"))
    if not (reason := reason.strip()[:300]):
        raise Refused(_("Say why."), field="reason", code="missing")
    _hold(task)
    Task.objects.filter(pk=task.pk).update(is_active=False, next_nudge_at=None, makes_at=None)
    task.refresh_from_db(fields=["is_active", "next_nudge_at", "makes_at"])
    tell(TaskEnded(record=task.pk, by=by, number=task.number, reason=reason))


def _hold(task: Task) -> None:
    Task.objects.select_for_update(no_key=True).get(pk=task.pk)
    task.refresh_from_db(fields=["is_active", "next_on", "starts_on", "rule", "time_zone", "due_time", "ticket"])
    if not task.is_active:
        raise Refused(_("It has ended."), code="wrong_state")


def _set_times(task: Task) -> None:
    """When its owner hears of it, and when a change or a request is made of it."""
    task.nudges = nudges.first_ahead(nudges.TASK, task.due_at, clock.now())
    task.next_nudge_at = nudges.nth(nudges.TASK, task.due_at, task.nudges).at
    wants = task.makes and task.ticket_id is None
    task.makes_at = task.due_at - timedelta(days=task.lead_days) if wants else None
    task.tries, task.refusal = 0, ""
    task.save(update_fields=["next_on", "nudges", "next_nudge_at", "makes_at", "tries", "refusal", "ticket"])


def _miss(task: Task, today: date) -> None:
    """Write down the days of the schedule that went by without it."""
    missed, day = list[Occurrence](), task.next_on
    rule = recurrence.read(task.rule)
    while len(missed) < MOST_MISSED:
        found = recurrence.next_from(rule, task.starts_on, day + timedelta(days=1))
        if found is None or found >= today:
            break
        day = found
        missed.append(Occurrence(task=task, due_on=day, state=Kept.MISSED, done_at=None, evidence=""))
    Occurrence.objects.bulk_create(missed, ignore_conflicts=True)


def _refuse_model(task: Task) -> None:
    if task.model_id and task.makes != Makes.CHANGE:
        raise Refused(_("Only a change begins with a model."), field="model")


def _person(by: Actor) -> Person | None:
    return Person.objects.filter(pk=by.person).first() if by.person else None


def _first_from(rule: str, day: date, *, since: date | None = None) -> date:
    """The first day of a rule from a day on; the rule is counted from ``since``, or from that day itself."""
    try:
        found = recurrence.next_from(recurrence.read(rule), since or day, day)
    except recurrence.BadRule as error:
        raise Refused(str(error), field="rule", code="invalid") from error
    if found is None:
        raise Refused(_("No day fits this rule within forty years."), field="rule", code="never")
    return found


def _written(values: dict[str, Any]) -> dict[str, Any]:
    """The rule as we write it, so that the same rule is the same text."""
    if "rule" not in values:
        return values
    try:
        return {**values, "rule": str(recurrence.read(values["rule"]))}
    except recurrence.BadRule as error:
        raise Refused(str(error), field="rule", code="invalid") from error


def _today(time_zone: str) -> date:
    try:
        known_zone(time_zone)
    except ValidationError as error:
        raise Refused(error.messages[0], field="time_zone", code="invalid") from error
    return clock.now().astimezone(ZoneInfo(time_zone)).date()


def _refuse_past(day: date, time_zone: str) -> None:
    if not _today(time_zone) <= day or day.year > 2199:
        raise Refused(_("It begins today or later."), field="starts_on")
