"""Forms of a section and of a question, with the condition under which it is asked."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.parameters import LinesField
from watchkeep.work.requests.life import Ask, Choice, Condition, Form, Question, Test

TESTS = (
    (Test.IS, _("is")),
    (Test.IS_NOT, _("is not")),
    (Test.FILLED, _("is answered")),
    (Test.AT_LEAST, _("is at least")),
    (Test.AT_MOST, _("is at most")),
)
_CHOICE = re.compile(r"(?:(?P<value>[^=|]{1,80}?)\s*=\s*)?(?P<label>[^|]{1,200}?)\s*(?:\|\s*(?P<help>.*))?")
_YES = {"yes", "true", "1", "on"}
_SHOWN: dict[bool | None, str] = {True: "yes", False: "no", None: ""}


class SectionForm(VerbForm):
    """A heading over some questions."""

    title = forms.CharField(label=_("Title"), max_length=120)
    help_text = forms.CharField(label=_("A word before its questions"), max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ConditionForm(VerbForm):
    """Something that counts only after a certain answer. ``before``: what conditions may look at, with words."""

    if_question = forms.ChoiceField(label=_("Only if"), required=False)
    if_test = forms.ChoiceField(label=_("its answer"), choices=TESTS, required=False)
    if_value = forms.CharField(
        label=_("this"), max_length=200, required=False,
        help_text=_("Yes or no, a number, or the value of a choice. Empty when it only has to be answered."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, before: Iterable[tuple[str, Any, Ask]], kept: tuple[Condition, ...] = (), **named: Any
    ) -> None:
        self.kinds, offered = dict[str, Ask](), [("", _("Always"))]
        for name, words, ask in before:
            self.kinds[name] = ask
            offered.append((name, words))
        self.further = kept[1:]
        super().__init__(*args, **named)
        self.fields["if_question"].choices = offered  # type: ignore[attr-defined]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The condition as written, and those beyond the first as they were."""
        given = self.cleaned_data
        if not given["if_question"]:
            return ()
        test = Test(given["if_test"] or Test.IS)
        value = None if test == Test.FILLED else self._value(given["if_question"], given["if_value"].strip(), test)
        return (Condition(given["if_question"], test, value), *self.further)

    def clean(self) -> dict[str, Any]:
        """A comparison needs something to compare with, and a bound needs a number."""
        given: dict[str, Any] = super().clean() or {}
        test, value = given.get("if_test") or Test.IS, given.get("if_value", "").strip()
        if given.get("if_question") and test != Test.FILLED and not value:
            self.add_error("if_value", _("Say what the answer must be."))
        elif given.get("if_question") and test in {Test.AT_LEAST, Test.AT_MOST} and _number(value) is None:
            self.add_error("if_value", _("This must be a number."))
        return given

    def _value(self, name: str, text: str, test: Test) -> str | float | bool:
        ask = self.kinds[name]
        if ask == Ask.YES_NO:
            return text.lower() in _YES
        number = _number(text) if ask == Ask.NUMBER or test in {Test.AT_LEAST, Test.AT_MOST} else None
        return text if number is None else number

    @staticmethod
    def condition_filled(conditions: tuple[Condition, ...]) -> dict[str, Any]:
        """How the first condition fills the form in."""
        if not conditions:
            return {"if_test": Test.IS}
        one = conditions[0]
        shown = _SHOWN[one.value] if one.value is None or isinstance(one.value, bool) else one.value
        return {"if_question": one.question, "if_test": one.test, "if_value": shown}


class QuestionForm(ConditionForm):
    """One question: what is asked, which answers fit, and when it is asked at all."""

    label = forms.CharField(label=_("Question"), max_length=200)
    ask = forms.ChoiceField(label=_("Answer"), choices=[(one.value, one.label) for one in Ask], initial=Ask.TEXT)
    help = forms.CharField(label=_("A word of help"), max_length=500, required=False)
    required = forms.BooleanField(label=_("It must be answered"), required=False, initial=True)
    at = forms.TypedChoiceField(label=_("Section"), coerce=int)
    choices = LinesField(
        label=_("Answers to choose from"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For lists: one a line. “value = Words | help” when the value or a word of help matters."),
    )  # fmt: skip
    least = forms.FloatField(label=_("At least"), required=False, help_text=_("A number, a length, or how many."))
    most = forms.FloatField(label=_("At most"), required=False)
    pattern = forms.CharField(
        label=_("Form of a short text"), max_length=300, required=False, help_text=_("A regular expression (RE2).")
    )
    pattern_help = forms.CharField(label=_("What to say when it does not fit"), max_length=200, required=False)
    field_order = [
        *("label", "ask", "help", "required", "at", "choices", "least", "most", "pattern", "pattern_help"),
        *("if_question", "if_test", "if_value", "seen"),
    ]

    def __init__(self, *args: Any, form: Form, **named: Any) -> None:
        super().__init__(*args, **named)
        titles = [(at, one.title or _("The questions")) for at, one in enumerate(form.sections)]
        self.fields["at"].choices = titles or [(0, _("The questions"))]  # type: ignore[attr-defined]

    @property
    def question(self) -> Question:
        """What was written, as a question without a name: the form keeps or finds one."""
        given = self.cleaned_data
        plain = {name: given[name] for name in ("label", "help", "required", "least", "most", "pattern")}
        ask = Ask(given["ask"])
        listed = tuple(map(_choice, given["choices"])) if ask.has_choices else ()
        return Question(
            name="", ask=ask, choices=listed, pattern_help=given["pattern_help"], only_if=self.conditions, **plain
        )  # fmt: skip

    @staticmethod
    def filled(question: Question, at: int) -> dict[str, Any]:
        """How a question fills the form in."""
        names = ("label", "ask", "help", "required", "least", "most", "pattern", "pattern_help")
        kept = {name: getattr(question, name) for name in names} | {"at": at}
        return kept | {"choices": [*map(_line, question.choices)]} | QuestionForm.condition_filled(question.only_if)


def _choice(line: str) -> Choice:
    found = _CHOICE.fullmatch(line)
    if found is None:
        return Choice(_plain(line), line[:200])
    label = found["label"].strip()
    return Choice((found["value"] or _plain(label)).strip(), label, (found["help"] or "").strip())


def _line(choice: Choice) -> str:
    said = choice.label if choice.value == _plain(choice.label) else f"{choice.value} = {choice.label}"
    return f"{said} | {choice.help}" if choice.help else said


def _plain(label: str) -> str:
    return slugify(label)[:80] or label[:80]


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
