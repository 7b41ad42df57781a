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
from watchkeep.work.requests.life import Ask, Condition, Longest, Most, Test

SPARE: Final = 2
TESTS = (
    (Test.IS, _("is")),
    (Test.IS_NOT, _("is not")),
    (Test.FILLED, _("is answered")),
    (Test.AT_LEAST, _("is at least")),
    (Test.AT_MOST, _("is at most")),
)
_BOUNDS = {Test.AT_LEAST, Test.AT_MOST}
_YES = {"yes", "true", "1", "on"}
_SHOWN: dict[bool | None, str] = {True: "yes", False: "no", None: ""}


class ConditionForm(VerbForm):
    """Something with conditions. ``before``: what they may look at, with words; ``kept``: those that stand there."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, before: Iterable[tuple[str, Any, Ask]], kept: tuple[Condition, ...] = (), **named: Any
    ) -> None:
        self.kinds, offered = dict[str, Ask](), [("", _("No condition"))]
        for name, words, ask in before:
            self.kinds[name] = ask
            offered.append((name, words))
        super().__init__(*args, **named)
        self.count = min(max(len(kept) + SPARE, self._sent()), Most.CONDITIONS) if self.kinds else 0
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
        """A comparison needs something to compare with, and a bound needs a number."""
        given: dict[str, Any] = super().clean() or {}
        for number in range(self.count):
            question, test, value = self._given(number)
            if question and test != Test.FILLED and not value:
                self.add_error(f"if_value-{number}", _("Say what the answer must be."))
            elif question and test in _BOUNDS and _number(value) is None:
                self.add_error(f"if_value-{number}", _("This must be a number."))
        return given

    @staticmethod
    def conditions_filled(conditions: tuple[Condition, ...]) -> dict[str, Any]:
        """How conditions fill the form in."""
        filled: dict[str, Any] = {}
        for number, one in enumerate(conditions):
            filled |= zip(_names(number), (one.question, one.test, _shown(one.value)), strict=True)
        return filled

    def _given(self, number: int) -> tuple[str, Test, str]:
        question, test, value = (self.cleaned_data.get(name) or "" for name in _names(number))
        return question, Test(test or Test.IS), value.strip()

    def _value(self, name: str, text: str, test: Test) -> str | float | bool:
        ask = self.kinds[name]
        if ask == Ask.YES_NO:
            return text.lower() in _YES
        number = _number(text) if ask == Ask.NUMBER or test in _BOUNDS else None
        return text if number is None else number

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
