"""What counts only after certain answers: a question, or a stage of the approval. All conditions must hold.

Works without scripts: two more conditions can be written than there are, and one without a question does not count.
"""

from collections.abc import Iterable
from math import isfinite
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.work.requests.life import Ask, Choice, Condition, Longest, Most, Question, Test

SPARE: Final = 2
TESTS = (
    (Test.IS, _("is")),
    (Test.IS_NOT, _("is not")),
    (Test.FILLED, _("is answered")),
    (Test.AT_LEAST, _("is at least")),
    (Test.AT_MOST, _("is at most")),
)
_BOUNDS = {Test.AT_LEAST, Test.AT_MOST}
_EQUAL = {Test.IS, Test.IS_NOT}
_YES = {"yes", "true", "1", "on"}
_SHOWN: dict[bool | None, str] = {True: "yes", False: "no", None: ""}


class ConditionForm(VerbForm):
    """Something with conditions. ``before``: what they may look at, with words; ``kept``: those that stand there."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, before: Iterable[Question], kept: tuple[Condition, ...] = (), **named: Any) -> None:
        self.before = {question.name: question for question in before}
        offered = [("", _("No condition")), *((name, one.label) for name, one in self.before.items())]
        super().__init__(*args, **named)
        self.initial = {**self.initial, **self._filled(kept)}
        self.count = min(max(len(kept) + SPARE, self._sent()), Most.CONDITIONS) if self.before else 0
        for number in range(self.count):
            self.fields |= _drawn(number, offered)

    @property
    def condition_fields(self) -> list[list[BoundField]]:
        """The fields of each condition, as the page draws them."""
        return [[self[name] for name in _names(number)] for number in range(self.count)]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions as they were written."""
        given = [self._given(number) for number in range(self.count)]
        return tuple(
            Condition(question, test, None if test == Test.FILLED else self._value(question, value, test))
            for question, test, value in given
            if question
        )

    def clean(self) -> dict[str, Any]:
        """A comparison needs something to compare with, a bound needs a number, a choice is among those offered."""
        given: dict[str, Any] = super().clean() or {}
        for number in range(self.count):
            question, test, value = self._given(number)
            if question and test != Test.FILLED and not value:
                self.add_error(f"if_value-{number}", _("Say what the answer must be."))
            elif question and test in _BOUNDS and _number(value) is None:
                self.add_error(f"if_value-{number}", _("This must be a number."))
            elif question and test in _EQUAL and (others := self._not_among(question, value)):
                said = _("Nobody can answer this. The answers are: %(answers)s.") % {"answers": ", ".join(others)}
                self.add_error(f"if_value-{number}", said)
        return given

    def _filled(self, conditions: tuple[Condition, ...]) -> dict[str, Any]:
        """How conditions fill the form in: a choice by the words that people read."""
        filled: dict[str, Any] = {}
        for number, one in enumerate(conditions):
            labels = {choice.value: choice.label for choice in self._choices(one.question)}
            value = labels.get(str(one.value), _shown(one.value))
            filled |= zip(_names(number), (one.question, one.test, value), strict=True)
        return filled

    def _given(self, number: int) -> tuple[str, Test, str]:
        question, test, value = (self.cleaned_data.get(name) or "" for name in _names(number))
        return question, Test(test or Test.IS), value.strip()

    def _value(self, name: str, text: str, test: Test) -> str | float | bool:
        ask = self.before[name].ask
        if ask == Ask.YES_NO:
            return text.lower() in _YES
        if test in _EQUAL and (meant := self._meant(name, text)):
            return meant
        number = _number(text) if ask == Ask.NUMBER or test in _BOUNDS else None
        return text if number is None else number

    def _choices(self, name: str) -> tuple[Choice, ...]:
        return self.before[name].choices if name in self.before else ()

    def _meant(self, name: str, text: str) -> str:
        """The value of the choice that somebody wrote in its words, or by its value; empty for none."""
        choices = self._choices(name)
        by_label = [choice.value for choice in choices if choice.label.casefold() == text.casefold()]
        return next(iter([*by_label, *(choice.value for choice in choices if choice.value == text)]), "")

    def _not_among(self, name: str, text: str) -> list[str]:
        """What could be answered, if this could not."""
        return [] if self._meant(name, text) else [choice.label for choice in self._choices(name)]

    def _sent(self) -> int:
        """How many came with the form."""
        return next((n for n in range(Most.CONDITIONS) if f"if_question-{n}" not in self.data), Most.CONDITIONS)


def _names(number: int) -> tuple[str, str, str]:
    return f"if_question-{number}", f"if_test-{number}", f"if_value-{number}"


def _drawn(number: int, offered: list[tuple[str, Any]]) -> dict[str, forms.Field]:
    fields = (
        forms.ChoiceField(label=_("and only if") if number else _("Only if"), choices=offered, required=False),
        forms.ChoiceField(label=_("its answer"), choices=TESTS, required=False, initial=Test.IS),
        forms.CharField(label=_("this"), max_length=Longest.VALUE, required=False),
    )
    return dict(zip(_names(number), fields, strict=True))


def _shown(value: str | float | bool | None) -> str | float:
    """As it is written: a number without a fraction as people write it."""
    if value is None or isinstance(value, bool):
        return _SHOWN[value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if isfinite(number) else None
