"""A version as a document: its steps by stage, each with everything that it says in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from watchkeep.duty.automation import queries
from watchkeep.duty.automation.life import Step
from watchkeep.duty.connections import queries as actions
from watchkeep.kernel import markdown
from watchkeep.kernel.errors import Refused


@dataclass(frozen=True)
class Written:
    """A step as a document shows it."""

    step: Step
    number: int
    asked: dict[str, str]
    """The questions of the steps before it, by short name."""

    @property
    def html(self) -> SafeString:
        """The instructions."""
        return markdown.to_html(self.step.instructions)

    @property
    def does(self) -> str:
        """What the machine does, in a few words; nothing when a person does it."""
        if (act := self.step.action) is None:
            return ""
        try:
            brief = actions.read(act.name, act.parameters).brief
        except Refused:
            brief = ""
        return " · ".join(filter(None, (str(actions.label_of(act.name)), act.connection, brief)))

    @property
    def notes(self) -> list[str]:
        """Whose it is, when it is due and done, and what it wants."""
        step, said = self.step, [str(queries.ROLES[self.step.role])]
        if step.due_minutes:
            words = _("due %(n)g min after the start") if step.due_from == "start" else _("due within %(n)g min")
            said.append(words % {"n": step.due_minutes})
        said += [_("wants evidence")] if step.needs_evidence else []
        said += [_("needs approval")] if step.needs_approval else []
        said += [_("if it fails, the run goes on")] if step.on_failure == "go_on" else []
        said += [_("if it fails, what was done is taken back")] if step.on_failure == "undo" else []
        return said

    @property
    def condition(self) -> str:
        """When it is worth doing."""
        if (one := self.step.condition) is None:
            return ""
        said = [_("from SEV%(level)s up") % {"level": one.severity}] if one.severity else []
        said += [_("for services of tier %(tier)s or more critical") % {"tier": one.tier}] if one.tier else []
        if one.step:
            words = {"question": self.asked.get(one.step, one.step), "answers": _(" or ").join(one.answers)}
            said.append(_("if “%(question)s” was answered %(answers)s") % words)
        return _("Only %(when)s.") % {"when": ", ".join(said)}


@dataclass(frozen=True)
class Stage:
    """Steps that are done side by side."""

    steps: list[Written]

    @property
    def is_together(self) -> bool:
        """Whether there is more than one."""
        return len(self.steps) > 1


def stages_of(plan: Sequence[Step]) -> list[Stage]:
    """The steps of a version, stage by stage."""
    asked: dict[str, str] = {}
    found: dict[int, list[Any]] = {}
    for number, (step, stage) in enumerate(zip(plan, queries.stages(plan), strict=True), start=1):
        found.setdefault(stage, []).append(Written(step, number, dict(asked)))
        asked |= {step.key: step.title} if step.answers else {}
    return [Stage(steps) for steps in found.values()]
