"""How much a form may say and ask: the one place for it.

Doors take in no more, and a form that is to be kept is held against it. What is kept already is read whatever it says,
so that a bound that moves breaks no page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.kernel.errors import Refused

if TYPE_CHECKING:
    from watchkeep.work.requests.rules.forms import Condition, Form, Question


class Longest:
    """The most characters of a text of a form."""

    LABEL: Final = 200
    TITLE: Final = 200
    HELP: Final = 500
    VALUE: Final = 200
    PATTERN: Final = 300


class Most:
    """How many there may be."""

    SECTIONS: Final = 60
    QUESTIONS: Final = 60
    CHOICES: Final = 100
    CONDITIONS: Final = 20


LARGEST: Final = 1e15
"""The largest number, either way, with which an answer is compared: all numbers up to there are told apart."""
_OF_QUESTION = (
    ("label", gettext_lazy("question"), Longest.LABEL),
    ("help", gettext_lazy("word of help"), Longest.HELP),
    ("pattern", gettext_lazy("form of a short text"), Longest.PATTERN),
    ("pattern_help", gettext_lazy("what to say when it does not fit"), Longest.HELP),
)
_OF_CHOICE = (
    ("value", gettext_lazy("value of an answer"), Longest.VALUE),
    ("label", gettext_lazy("words of an answer"), Longest.LABEL),
    ("help", gettext_lazy("help of an answer"), Longest.HELP),
)
_OF_SECTION = (
    ("title", gettext_lazy("title"), Longest.TITLE),
    ("help", gettext_lazy("word before its questions"), Longest.HELP),
)


def refuse_beyond(form: Form) -> None:
    """Refuse (field ``form``) a form that says or asks too much, and name what is too long."""
    if len(form.sections) > Most.SECTIONS:
        raise Refused(_("At most %(most)s sections.") % {"most": Most.SECTIONS}, field="form")
    for number, section in enumerate(form.sections, start=1):
        _refuse_long(section, section.title[:60] or _("Section %(n)s") % {"n": number}, _OF_SECTION)
    for question in form:
        _refuse_question(question)


def refuse_conditions(conditions: Iterable[Condition], *, name: str, field: str) -> None:
    """Refuse more conditions than anybody reads, and values beyond what an answer can be."""
    kept = list(conditions)
    if len(kept) > Most.CONDITIONS:
        words = _("“%(name)s”: at most %(most)s conditions.") % {"name": name, "most": Most.CONDITIONS}
        raise Refused(words, field=field)
    if not all(_fits(one.value) for one in kept):
        raise Refused(_("“%(name)s”: no answer is like what a condition wants.") % {"name": name}, field=field)


def _refuse_question(question: Question) -> None:
    _refuse_long(question, question.name, _OF_QUESTION)
    for choice in question.choices:
        _refuse_long(choice, question.name, _OF_CHOICE)
    refuse_conditions(question.only_if, name=question.name, field="form")
    if not (_fits(question.least) and _fits(question.most)):
        raise Refused(_("“%(name)s”: that bound is too large.") % {"name": question.name}, field="form")


def _refuse_long(part: Any, name: str, texts: Iterable[tuple[str, Any, int]]) -> None:
    for attribute, words, most in texts:
        if len(getattr(part, attribute)) > most:
            said = {"name": name, "what": words, "most": most}
            raise Refused(_("“%(name)s”: its %(what)s has at most %(most)s characters.") % said, field="form")


def _fits(value: str | float | None) -> bool:
    return len(value) <= Longest.VALUE if isinstance(value, str) else value is None or abs(value) <= LARGEST
