"""Tasks become work: a change or a request is made ahead of the day, and what becomes of it is the evidence."""

import logging
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.insight.reviews.events import TaskLeft, TaskMade, TaskRefused
from watchkeep.insight.reviews.life.preventing import do_task
from watchkeep.insight.reviews.models import Makes, Task
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.changes import life as changes
from watchkeep.work.changes.models import Kind, Source
from watchkeep.work.requests import life as requests
from watchkeep.work.requests import queries as request_queries
from watchkeep.work.requests.models import Source as Sources
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Ticket

_log = logging.getLogger(__name__)
RULE = Actor.system("rule:upkeep", "Maintenance")
BATCH = 100
AGAIN, SELDOM = timedelta(minutes=5), timedelta(days=1)
MOST_TRIES = 16
TAG = "preventive"


def make_due_tasks() -> int:
    """Make the changes and requests whose time has come, each in a transaction of its own; return how many.

    One that is refused holds none of the others up: why is put down, and it is tried again later.
    """
    due = list(Task.objects.due_to_make(clock.now()).values_list("pk", flat=True)[:BATCH])
    return sum(_made(pk) for pk in due)


@transaction.atomic
def make_of(pk: int) -> bool:
    """Make a change or a request of a task, once for the day that is next, however late we are."""
    rows = Task.objects.select_for_update(skip_locked=True, of=("self",))
    task = rows.select_related("service", "item", "owner", "team", "model").filter(pk=pk).first()
    if task is None or not task.is_active or task.makes_at is None or task.makes_at > clock.now():
        return False
    ticket = _change_of(task) if task.makes == Makes.CHANGE else _request_of(task)
    task.ticket, task.makes_at, task.tries, task.refusal = ticket, None, 0, ""
    task.save(update_fields=["ticket", "makes_at", "tries", "refusal"])
    tell(TaskMade(record=task.pk, by=RULE, number=task.number, ticket=ticket.pk, due_on=task.next_on))
    return True


@transaction.atomic
def put_off(pk: int, why: str) -> None:
    """Nothing could be made of a task: tried again after five minutes, then after twice as long, at most a day.

    The same refusal is told once.
    """
    task = Task.objects.select_for_update(of=("self",)).get(pk=pk)
    if task.makes_at is None or task.makes_at > clock.now():
        return
    is_new, task.refusal = task.refusal != why[:300], why[:300]
    task.makes_at = clock.now() + min(AGAIN * 2**task.tries, SELDOM)
    task.tries = min(task.tries + 1, MOST_TRIES)
    task.save(update_fields=["refusal", "makes_at", "tries"])
    if is_new:
        tell(TaskRefused(record=task.pk, by=RULE, number=task.number, reason=task.refusal))


def take_done(ticket: Ticket, evidence: str) -> None:
    """What was made of a task is done: that is its evidence, inside a verb or not."""
    for task in Task.objects.filter(ticket=ticket, is_active=True):
        said = f"{ticket.number}: {evidence}".strip().rstrip(":")
        do_task(task, by=RULE, evidence=said, done_by=ticket.assignee)


@transaction.atomic
def take_nothing(ticket: Ticket) -> None:
    """What was made of a task came to nothing: it is still due, and its owner hears so when it is late."""
    for task in Task.objects.select_for_update().filter(ticket=ticket, is_active=True):
        task.ticket = None
        task.save(update_fields=["ticket"])
        tell(TaskLeft(record=task.pk, by=RULE, number=task.number, ticket=ticket.pk))


def _made(pk: int) -> bool:
    try:
        return make_of(pk)
    except Refused as no:
        put_off(pk, str(no))
    except Exception:  # noqa: BLE001  # whatever it is, it holds none of the others up
        _log.exception("Nothing could be made of preventive task %s", pk)
        put_off(pk, _("It failed. The log says why."))
    return False


def _change_of(task: Task) -> Ticket:
    """A change that ends when the task is due. A standard one goes ahead by itself."""
    model = task.model if task.model and task.model.is_active else None
    is_standard = model is not None and model.is_standard
    owner = task.owner if task.owner.is_active else None
    words = _("%(number)s is due on %(day)s.") % {"number": task.number, "day": task.next_on}
    given: dict[str, Any] = {
        "services": [task.service] if task.service else [], "items": [task.item] if task.item else [], "owner": owner,
        "implementer": owner, "reason": words,
    }  # fmt: skip
    given["purpose"] = task.detail or (model.purpose if model else "") or task.title
    length = timedelta(minutes=model.length_minutes if model else 60)
    if (starts_at := task.due_at - length) > clock.now():
        given |= {"starts_at": starts_at, "ends_at": task.due_at}
    made = changes.draft(
        by=RULE, title=task.title, kind=Kind.STANDARD if is_standard else Kind.NORMAL, model=model, requester=owner,
        source=Source.RULE, team=task.team, **given,
    )  # fmt: skip
    if is_standard:
        with suppress(Refused), transaction.atomic():
            changes.submit(made, by=RULE)
    return Ticket.objects.get(pk=made.pk)


def _request_of(task: Task) -> Ticket:
    words = _("%(number)s is due on %(day)s.") % {"number": task.number, "day": task.next_on}
    made = requests.open_(
        by=RULE, title=task.title, description=f"{words}\n\n{task.detail}".strip(), service=task.service,
        team=task.team, priority=3, source=Sources.RULE, tags=[TAG],
    )  # fmt: skip
    if task.owner.is_active and request_queries.takes_requests(task.owner):
        tickets.assign(made.ticket, by=RULE, person=task.owner)
    return made.ticket
