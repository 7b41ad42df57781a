"""Working a step: approved, taken, finished, skipped, failed, tried again.

If the process dies here, the verb's transaction never was: the step stands as it stood. Nothing is left half done.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.automation import events
from watchkeep.duty.automation.life import going, undoing
from watchkeep.duty.automation.life.steps import STEP, locked
from watchkeep.duty.automation.models import RunState, RunStep
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell

LONGEST_NOTE = 10_000


@transaction.atomic
def approve_step(step: RunStep, *, by: Actor) -> None:
    """Agree that a step may be done. Whoever does it cannot be the one who agrees."""
    step = locked(step)
    if not step.says.needs_approval or step.approved_at:
        raise Refused(_("This step waits for no approval."), code="wrong_state")
    if step.person_id and step.person_id == by.person:
        raise NotAllowed(_("Nobody approves what they do themselves."))
    STEP.move(step, "approve", by=by, approver_id=by.person, approved_at=clock.now())
    tell(events.StepApproved(record=step.run.ticket_id, by=by, **step.facts))


@transaction.atomic
def take_step(step: RunStep, *, by: Actor) -> None:
    """Be at it; taking what another is at takes it over."""
    step = locked(step)
    refuse_unless_workable(step)
    refuse_unless_approved(step, by)
    STEP.move(step, "take", by=by, person_id=by.person, taken_at=clock.now())
    tell(events.StepTaken(record=step.run.ticket_id, by=by, person=by.person, **step.facts))


@transaction.atomic
def finish_step(step: RunStep, *, by: Actor, answer: str = "", evidence: str = "", note: str = "") -> None:
    """It is done; a step that asks is finished with its answer, one that wants evidence with that."""
    step = locked(step)
    refuse_unless_workable(step)
    refuse_unless_approved(step, by)
    said = {"answer": _answered(step, answer), "evidence": _text(evidence, "evidence"), "note": _text(note, "note")}
    if step.says.needs_evidence and not said["evidence"]:
        raise Refused(_("This step wants evidence: what shows that it is done?"), field="evidence", code="missing")
    close(step, by=by, **said)


@transaction.atomic
def skip_step(step: RunStep, *, by: Actor, reason: str) -> None:
    """Leave it out, and say why. A step that failed can be left out, too: then the run goes on without it."""
    step = locked(step)
    refuse_unless_workable(step)
    STEP.move(step, "skip", by=by, reason=_reason(reason), ended_at=clock.now(), due_at=None, person_id=by.person)
    tell(events.StepSkipped(record=step.run.ticket_id, by=by, reason=step.reason[:200], **step.facts))
    going.go_on(step.run, by=by)


@transaction.atomic
def fail_step(step: RunStep, *, by: Actor, reason: str) -> None:
    """It did not work. What follows is what the step says: stop, go on, or take back what was done."""
    step = locked(step)
    refuse_unless_workable(step)
    break_off(step, by=by, reason=_reason(reason), person_id=by.person)


@transaction.atomic
def retry_step(step: RunStep, *, by: Actor) -> None:
    """Do a step that failed once more; the run goes on with it."""
    step = locked(step)
    if step.run.state not in (RunState.RUNNING, RunState.STOPPED):
        raise Refused(_("The run is over."), code="wrong_state")
    STEP.move(
        step, "retry", by=by, ended_at=None, reason="", action_run=None, ready_at=clock.now(), person_id=None,
        taken_at=None,
    )  # fmt: skip
    tell(events.StepRetried(record=step.run.ticket_id, by=by, **step.facts))
    going.go_on(step.run, by=by)


def close(step: RunStep, *, by: Actor, **said: Any) -> None:
    """Settle a step of a locked run as done, and go on."""
    person = by.person or step.person_id
    STEP.move(step, "finish", by=by, ended_at=clock.now(), person_id=person, tries=step.tries + 1, **said)
    tell(
        events.StepFinished(
            record=step.run.ticket_id,
            by=by,
            answer=step.answer,
            has_evidence=bool(step.evidence),
            was_late=step.was_late,
            **step.facts,
        )
    )
    going.go_on(step.run, by=by)


def break_off(step: RunStep, *, by: Actor, reason: str, **more: Any) -> None:
    """Settle a step of a locked run as failed, and do what the step says should follow."""
    STEP.move(step, "fail", by=by, reason=reason, ended_at=clock.now(), tries=step.tries + 1, **more)
    tell(events.StepFailed(record=step.run.ticket_id, by=by, reason=reason[:200], **step.facts))
    if step.says.on_failure == "go_on":
        going.go_on(step.run, by=by)
    elif step.says.on_failure == "undo" and not any(row.is_by_machine for row in going.steps_of(step.run)):
        undoing.begin(step.run, by=by, why=step.title)
    else:
        going.stop(step.run, step, by=by)


def refuse_unless_workable(step: RunStep) -> None:
    """Nobody works at a step of a run that is over, or while the machine is at it."""
    if step.run.state not in (RunState.RUNNING, RunState.STOPPED):
        raise Refused(_("The run is over, or is being undone."), code="wrong_state")
    if step.is_by_machine:
        raise Refused(_("The machine is at it. Wait for its answer."), code="wrong_state")


def refuse_unless_approved(step: RunStep, by: Actor) -> None:
    """Where approval is needed, somebody else has given it."""
    if not step.says.needs_approval:
        return
    if not step.approved_at:
        raise Refused(_("Somebody else must approve this step first."), code="not_approved")
    if by.person and step.approver_id == by.person:
        raise Refused(_("You approved this step; somebody else does it."), code="not_approved")


def _answered(step: RunStep, answer: str) -> str:
    offered = step.says.answers
    if offered and answer not in offered:
        raise Refused(_("Choose one of the answers."), field="answer", code="missing")
    return answer if offered else ""


def _text(text: str, field: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise Refused(_("At most %(most)s characters.") % {"most": LONGEST_NOTE}, field=field)
    return text.replace("\x00", "").strip()


def _reason(reason: str) -> str:
    return reason.replace("\x00", "").strip()[:300]
