"""Writing at a draft a piece at a time: its text, or one of its steps.

Each verb works on what stands there now, so that two people who write at different steps do not disturb each other;
``seen`` is the mark of the piece as its writer saw it, and another's change to the same piece is not overwritten.
"""

from collections.abc import Sequence

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.automation.life import publishing
from watchkeep.duty.automation.models import Procedure, Version
from watchkeep.duty.automation.rules import arranging
from watchkeep.duty.automation.rules.steps import Step
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused


@transaction.atomic
def write_text(procedure: Procedure, *, by: Actor, body: str, seen: str = "") -> Version:
    """Change the text above the steps."""
    newest = _newest(procedure)
    _refuse_stale(seen, newest.body)
    return publishing.save_draft(procedure, by=by, body=body, steps=newest.plan)


@transaction.atomic
def add_step(procedure: Procedure, *, by: Actor, step: Step, after: str | None = None) -> Step:
    """Put a step in after another one (at the end for None). Its short name is made from its title."""
    newest = _newest(procedure)
    step = msgspec.structs.replace(step, key=arranging.key_for(step.title, {one.key for one in newest.plan}))
    _arrange(newest, arranging.put(newest.plan, step, after), by=by, mine=step.key)
    return step


@transaction.atomic
def change_step(procedure: Procedure, *, by: Actor, step: Step, seen: str = "") -> None:
    """Write a step anew; its short name stays, so that conditions still find it."""
    newest = _newest(procedure)
    _refuse_stale(seen, _step_of(newest, step.key))
    _arrange(newest, arranging.replaced(newest.plan, step), by=by, mine=step.key)


@transaction.atomic
def move_step(procedure: Procedure, *, by: Actor, key: str, places: int) -> None:
    """Do a step so many places later, or earlier when less than none."""
    newest = _newest(procedure)
    _step_of(newest, key)
    _arrange(newest, arranging.moved(newest.plan, key, places), by=by)


@transaction.atomic
def remove_step(procedure: Procedure, *, by: Actor, key: str) -> None:
    """Take a step out. Refused while a later step depends on its answer."""
    newest = _newest(procedure)
    _step_of(newest, key)
    _arrange(newest, arranging.without(newest.plan, key), by=by)


def _arrange(newest: Version, steps: Sequence[Step], *, by: Actor, mine: str = "") -> None:
    publishing.save_draft(newest.procedure, by=by, body=newest.body, steps=steps, mine=mine)


def _newest(procedure: Procedure) -> Version:
    """The draft, or what is published when there is none; the procedure is locked until this transaction ends."""
    locked = publishing.locked(procedure)
    newest = locked.versions.first()
    if newest is None:
        raise Refused(_("Nothing is written yet."), code="wrong_state")
    newest.procedure = locked
    return newest


def _step_of(version: Version, key: str) -> Step:
    found = next((one for one in version.plan if one.key == key), None)
    if found is None:
        raise Refused(_("This step is not there any more. Somebody has just taken it out."), code="stale")
    return found


def _refuse_stale(seen: str, now: Step | str) -> None:
    if seen and seen != arranging.mark_of(now):
        raise Refused(
            _("Somebody has just changed this. Open it again to see what stands there now; your words are below."),
            code="stale",
        )
