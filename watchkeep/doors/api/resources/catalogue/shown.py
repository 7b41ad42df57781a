"""The form of an item and its rule of approval, as programs read them: the words in which `forms` takes them in.

Whatever is kept is shown: how much a text may say was asked when it was written.
"""

from typing import Any

import msgspec

from watchkeep.doors.api.resources.catalogue.forms import AskName, NeedName, TestName, WhoName
from watchkeep.doors.api.shapes import Record
from watchkeep.work.approvals.life import Need


class ChoiceShown(Record):
    """One answer of a list: what is kept, and what people read."""

    value: str
    label: str
    help: str


class ConditionShown(Record):
    """An earlier question and what its answer must be. Of several all must hold."""

    question: str
    test: TestName
    value: str | bool | float | None


class QuestionShown(Record):
    """One decision. `least` and `most` bound a number, the length of a text, or how many are chosen."""

    name: str
    label: str
    ask: AskName
    help: str
    required: bool
    choices: list[ChoiceShown]
    least: float | None
    most: float | None
    pattern: str
    """A regular expression (RE2) that a short text must fit whole."""
    pattern_help: str
    only_if: list[ConditionShown]


class SectionShown(Record):
    """Questions that belong together."""

    title: str
    questions: list[QuestionShown]
    help: str


class FormShown(Record):
    """Everything that is asked."""

    sections: list[SectionShown]

    @classmethod
    def of(cls, form: Any) -> "FormShown":
        """Show a form."""
        return cls.model_validate(msgspec.to_builtins(form))


class ApproverShown(Record):
    """Who is asked: found by their place, or named by the id of a person or a team."""

    who: WhoName
    id: int | None = None
    among: list[int] = []
    """The services or items whose owners are meant; empty, it is the service of the request."""


class StageShown(Record):
    """One stage of a rule of approval. `quorum` counts with `need` quorum alone; `remind_hours` 0 reminds nobody."""

    name: str
    approvers: list[ApproverShown]
    need: NeedName = Need.ANY
    quorum: int = 2
    remind_hours: int = 24
    expire_days: int = 14
    only_if: list[ConditionShown] = []
    """The stage is left out unless all of these hold."""
