"""The form of an item and its rule of approval, as programs write them: the words in which `shown` reads them.

How much they may say is the domain's to decide; here it is named by its place.
"""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from watchkeep.doors.api.described import Described
from watchkeep.doors.api.shapes import Flag, Name, Whole, among
from watchkeep.work.approvals.life import Need, Who
from watchkeep.work.requests.life import LARGEST, Ask, Longest, Most, Test

AskName = Annotated[Ask, among(Ask)]
TestName = Annotated[Test, among(Test)]
WhoName = Annotated[Who, among(Who)]
NeedName = Annotated[Need, among(Need)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["size"])]
Label = Annotated[str, Field(min_length=1, max_length=Longest.LABEL, pattern=r"\S")]
Help = Annotated[str, Field(max_length=Longest.HELP)]
Bound = Annotated[float, Field(strict=True, ge=-LARGEST, le=LARGEST)]


class Part(Described):
    """A part of a form or of a rule."""

    model_config = ConfigDict(extra="forbid")

    def plain(self) -> dict[str, Any]:
        """As the domain keeps it."""
        return self.model_dump(mode="json")


class ChoicePart(Part):
    """One answer of a list: what is kept, and what people read."""

    value: Annotated[str, Field(min_length=1, max_length=Longest.VALUE)]
    label: Label
    help: Help = ""


class ConditionPart(Part):
    """An earlier question and what its answer must be. Of several all must hold."""

    question: Key
    """In a rule of approval also `quantity`, `price_once` and `price_monthly`, which are of all that is ordered."""
    test: TestName = Test.IS
    value: Annotated[str, Field(max_length=Longest.VALUE)] | bool | Bound | None = None


class QuestionPart(Part):
    """One decision. `least` and `most` bound a number, the length of a text, or how many are chosen."""

    name: Key
    label: Label
    ask: AskName = Ask.TEXT
    help: Help = ""
    required: Flag = True
    choices: Annotated[list[ChoicePart], Field(max_length=Most.CHOICES)] = []
    least: Bound | None = None
    most: Bound | None = None
    pattern: Annotated[str, Field(max_length=Longest.PATTERN)] = ""
    """A regular expression (RE2) that a short text must fit whole."""
    pattern_help: Help = ""
    only_if: Annotated[list[ConditionPart], Field(max_length=Most.CONDITIONS)] = []


class SectionPart(Part):
    """Questions that belong together."""

    title: Annotated[str, Field(max_length=Longest.TITLE)]
    questions: Annotated[list[QuestionPart], Field(max_length=Most.QUESTIONS)]
    help: Help = ""


class FormPart(Part):
    """Everything that is asked."""

    sections: Annotated[list[SectionPart], Field(max_length=Most.SECTIONS)] = []


class ApproverPart(Part):
    """Who is asked: found by their place, or named by the id of a person or a team."""

    who: WhoName
    id: Annotated[Whole, Field(ge=1, le=2**63 - 1)] | None = None


class StagePart(Part):
    """One stage of a rule of approval. `quorum` counts with `need` quorum alone; `remind_hours` 0 reminds nobody."""

    name: Name
    approvers: Annotated[list[ApproverPart], Field(min_length=1, max_length=20)]
    need: NeedName = Need.ANY
    quorum: Annotated[Whole, Field(ge=1, le=1000)] = 2
    remind_hours: Annotated[Whole, Field(ge=0, le=1440)] = 24
    expire_days: Annotated[Whole, Field(ge=1, le=60)] = 14
    only_if: Annotated[list[ConditionPart], Field(max_length=Most.CONDITIONS)] = []
    """The stage is left out unless all of these hold."""
