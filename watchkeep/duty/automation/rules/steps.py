"""Steps as typed data: what a version holds, checked before it is saved."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.kernel.errors import Refused

Role = Literal["responder", "commander", "communications", "scribe", "team"]
OnFailure = Literal["stop", "go_on", "undo"]
ROLES: dict[str, Any] = {
    "responder": gettext_lazy("Responder"),
    "commander": gettext_lazy("Incident commander"),
    "communications": gettext_lazy("Communications lead"),
    "scribe": gettext_lazy("Scribe"),
    "team": gettext_lazy("The team"),
}
"""Whose a step can be, in words."""
MOST_STEPS, MOST_ANSWERS = 60, 6
LONGEST_TITLE, LONGEST_TEXT, LONGEST_ANSWER = 160, 4000, 60
MOST_MINUTES = 60 * 24 * 30
Wrong = tuple[str, str]
"""The attribute of a step that is wrong, and why."""
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Condition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When a step is worth doing. All that is said must hold; what is not said does not matter.

    ``severity``: this one or worse. ``tier``: a service of this tier or a more critical one.
    ``step`` and ``answers``: that earlier step was answered with one of these.
    """

    severity: int | None = None
    tier: int | None = None
    step: str = ""
    answers: tuple[str, ...] = ()


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the machine does: an action by name, through a connection by name, with these parameters."""

    name: str
    connection: str = ""
    parameters: dict[str, Any] = {}


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing to do. ``together``: at the same time as the step before it.

    ``due_minutes`` count from the moment when the step is ready, or with ``due_from`` "start" from the run's start.
    ``answers``: the step asks, and is finished with one of them. ``undo`` says how a person takes it back.
    """

    key: str
    title: str
    instructions: str = ""
    role: Role = "responder"
    together: bool = False
    answers: tuple[str, ...] = ()
    condition: Condition | None = None
    due_minutes: float | None = None
    due_from: Literal["ready", "start"] = "ready"
    needs_evidence: bool = False
    needs_approval: bool = False
    on_failure: OnFailure = "stop"
    undo: str = ""
    action: Act | None = None

    @property
    def can_be_undone(self) -> bool:
        """Whether there is something to do to take it back: by a person, or perhaps by the machine."""
        return bool(self.undo or self.action)


def decode(data: Any) -> tuple[Step, ...]:
    """Steps as the database keeps them. Refused (field ``steps``) when they are not steps."""
    try:
        return msgspec.convert(data, type=tuple[Step, ...])
    except msgspec.ValidationError as error:
        raise _refused(str(error)) from error


def encode(steps: Iterable[Step]) -> list[Any]:
    """Steps for the database."""
    found: list[Any] = msgspec.to_builtins(list(steps))
    return found


def stages(steps: Sequence[Step]) -> list[int]:
    """The stage of each step, from 0: those of one stage are done side by side."""
    found: list[int] = []
    for step in steps:
        found.append(0 if not found else found[-1] + (not step.together))
    return found


def check(steps: Sequence[Step], mine: str = "") -> None:
    """Refuse what could not be carried out, naming the step.

    The field is ``steps``; for the step ``mine``, which somebody has just written, it is the attribute that is wrong.
    """
    if len(steps) > MOST_STEPS:
        raise _refused(_("At most %(most)s steps.") % {"most": MOST_STEPS})
    answers: dict[str, tuple[str, ...]] = {}
    stage_of: dict[str, int] = {}
    for number, (step, stage) in enumerate(zip(steps, stages(steps), strict=True), start=1):
        for field, wrong in (*_wrong(step), *_wrong_condition(step.condition, stage, answers, stage_of)):
            said = _("Step %(number)s: %(wrong)s") % {"number": number, "wrong": wrong}
            raise Refused(said, field=field if step.key == mine else "steps")
        if step.key in answers:
            raise _refused(_("Two steps are called “%(key)s”.") % {"key": step.key})
        answers[step.key], stage_of[step.key] = step.answers, stage


def holds(condition: Condition | None, facts: Mapping[str, Any], given: Mapping[str, str]) -> bool:
    """Whether a step is worth doing: ``facts`` hold severity and tier, ``given`` the answers so far by step.

    A severity or tier that nobody knows yet leaves the step in: better one step too many.
    """
    if condition is None:
        return True
    scales = ((condition.severity, facts.get("severity")), (condition.tier, facts.get("tier")))
    if any(wanted is not None and have is not None and have > wanted for wanted, have in scales):
        return False
    return not condition.step or given.get(condition.step, "") in condition.answers


def _wrong(step: Step) -> Iterable[Wrong]:
    if not _KEY.fullmatch(step.key):
        yield "key", _("its short name has up to 40 small letters, digits and hyphens.")
    if not step.title.strip() or len(step.title) > LONGEST_TITLE:
        yield "title", _("it needs a title of at most %(most)s characters.") % {"most": LONGEST_TITLE}
    for field in ("instructions", "undo"):
        if len(getattr(step, field)) > LONGEST_TEXT:
            yield field, _("its text has at most %(most)s characters.") % {"most": LONGEST_TEXT}
    if len(step.answers) == 1 or len(step.answers) > MOST_ANSWERS or len(set(step.answers)) != len(step.answers):
        yield "answers", _("a question has two to %(most)s different answers.") % {"most": MOST_ANSWERS}
    if any(not answer.strip() or len(answer) > LONGEST_ANSWER for answer in step.answers):
        yield "answers", _("an answer has at most %(most)s characters.") % {"most": LONGEST_ANSWER}
    if step.due_minutes is not None and not 0 < step.due_minutes <= MOST_MINUTES:
        yield "due_minutes", _("it is due within one minute to thirty days.")
    if step.action and step.answers:
        yield "answers", _("what the machine does cannot ask a person.")


def _wrong_condition(
    condition: Condition | None, stage: int, answers: Mapping[str, tuple[str, ...]], stage_of: Mapping[str, int]
) -> Iterable[Wrong]:
    if condition is None:
        return
    if any(value is not None and not 1 <= value <= 4 for value in (condition.severity, condition.tier)):
        yield "condition", _("severity and tier count from 1 to 4.")
    if condition.step and stage_of.get(condition.step, stage) >= stage:
        yield "condition", _("it depends on “%(step)s”, which is not an earlier step.") % {"step": condition.step}
    elif condition.step and not set(condition.answers) <= set(answers.get(condition.step, ())):
        yield "condition", _("“%(step)s” is never answered so.") % {"step": condition.step}
    if bool(condition.step) != bool(condition.answers):
        yield "condition", _("say both the earlier step and its answers.")


def _refused(message: str) -> Refused:
    return Refused(message, field="steps")
