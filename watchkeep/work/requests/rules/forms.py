"""What a guided form is: sections of questions, some of which are asked only after certain answers.

Standard questions only: one that an organisation adds is governed elsewhere, and would join here as a kind of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec
import re2
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.kernel.errors import Refused
from watchkeep.work.requests.rules import bounds
from watchkeep.work.requests.rules.bounds import Most

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Ask(StrEnum):
    """What kind of answer a question wants."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    EMAIL = "email"
    PERSON = "person"
    SERVICE = "service"
    ASSET = "asset"
    FILE = "file"

    @property
    def label(self) -> str:
        """In words."""
        return str(_ASKS[self])

    @property
    def has_choices(self) -> bool:
        """Whether the answers are listed."""
        return self in {Ask.CHOICE, Ask.CHOICES}

    @property
    def is_record(self) -> bool:
        """Whether the answer is the id of a person, a service or an asset."""
        return self in {Ask.PERSON, Ask.SERVICE, Ask.ASSET}


_ASKS = {
    Ask.TEXT: gettext_lazy("Short text"),
    Ask.LONG: gettext_lazy("Long text"),
    Ask.NUMBER: gettext_lazy("Number"),
    Ask.DATE: gettext_lazy("Date"),
    Ask.YES_NO: gettext_lazy("Yes or no"),
    Ask.CHOICE: gettext_lazy("One of a list"),
    Ask.CHOICES: gettext_lazy("Several of a list"),
    Ask.EMAIL: gettext_lazy("E-mail address"),
    Ask.PERSON: gettext_lazy("A person"),
    Ask.SERVICE: gettext_lazy("A service"),
    Ask.ASSET: gettext_lazy("An asset"),
    Ask.FILE: gettext_lazy("A file or picture"),
}


class Test(StrEnum):
    """How a condition looks at an earlier answer."""

    IS = "is"
    IS_NOT = "is_not"
    FILLED = "filled"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of a list: what is kept, and what people read."""

    value: str
    label: str
    help: str = ""


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An earlier question and what its answer must be. Of several all must hold."""

    question: str
    test: Test = Test.IS
    value: str | int | float | bool | None = None


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One decision. ``least`` and ``most`` bound a number, the length of a text, or how many are chosen.

    ``pattern`` is a regular expression (RE2) that a short text must fit whole.
    """

    name: str
    label: str
    ask: Ask = Ask.TEXT
    help: str = ""
    required: bool = True
    choices: tuple[Choice, ...] = ()
    least: float | None = None
    most: float | None = None
    pattern: str = ""
    pattern_help: str = ""
    only_if: tuple[Condition, ...] = ()


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Questions that belong together."""

    title: str
    questions: tuple[Question, ...]
    help: str = ""


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is asked."""

    sections: tuple[Section, ...] = ()

    def __iter__(self) -> Iterator[Question]:
        """Every question in order."""
        for section in self.sections:
            yield from section.questions

    def question(self, name: str) -> Question | None:
        """The question of this name."""
        return next((one for one in self if one.name == name), None)


def read(data: Any) -> Form:
    """A form from plain data. Refused (field ``form``) when it does not make sense."""
    try:
        form = msgspec.convert(data, type=Form)
    except msgspec.ValidationError as error:
        raise _no(_("The form cannot be read: %(why)s") % {"why": error}) from error
    questions, known = list(form), dict[str, Question]()
    if len(questions) > Most.QUESTIONS:
        raise _no(_("At most %(most)s questions.") % {"most": Most.QUESTIONS})
    for question in questions:
        _refuse_unsound(question, known)
        known[question.name] = question
    return form


def sound(data: Any) -> Form:
    """A form that may be kept. Refused (field ``form``) when it makes no sense, or says or asks too much."""
    form = read(data)
    bounds.refuse_beyond(form)
    return form


def plain(form: Form) -> dict[str, Any]:
    """A form as a row keeps it."""
    kept: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(form))
    return kept


def _refuse_unsound(question: Question, before: dict[str, Question]) -> None:
    name = question.name
    if not _NAME.fullmatch(name):
        raise _no(_("“%(name)s” is no name: small letters, digits and _.") % {"name": name[:60]})
    if name in before:
        raise _no(_("Two questions are called “%(name)s”.") % {"name": name})
    if not question.label.strip():
        raise _no(_("“%(name)s” needs a question.") % {"name": name})
    _refuse_choices(question)
    if question.pattern:
        _refuse_pattern(question)
    for condition in question.only_if:
        if condition.question not in before:
            raise _no(_("“%(name)s” depends on a question that does not come before it.") % {"name": name})


def _refuse_choices(question: Question) -> None:
    if question.ask.has_choices != bool(question.choices):
        raise _no(_("“%(name)s”: answers are listed for lists, and only there.") % {"name": question.name})
    values = [choice.value for choice in question.choices]
    if len(set(values)) != len(values) or len(values) > Most.CHOICES or not all(values):
        raise _no(_("“%(name)s”: each answer once, at most %(most)s.") % {"name": question.name, "most": Most.CHOICES})


def _refuse_pattern(question: Question) -> None:
    try:
        re2.compile(question.pattern)
    except re2.error as error:
        raise _no(_("“%(name)s”: this is no regular expression.") % {"name": question.name}) from error


def _no(message: str) -> Refused:
    return Refused(message, field="form")
