"""Forms of a section and of a question, with the conditions under which it is asked."""

import re
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.catalogue.forms.conditions import ConditionForm
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.parameters import LinesField
from watchkeep.work.requests.life import LARGEST, Ask, Choice, Form, Longest, Question

_CHOICE = re.compile(r"(?:(?P<value>[^=|]{1,80}?)\s*=\s*)?(?P<label>[^|]{1,200}?)\s*(?:\|\s*(?P<help>.*))?")


class SectionForm(VerbForm):
    """A heading over some questions."""

    title = forms.CharField(label=_("Title"), max_length=Longest.TITLE)
    help_text = forms.CharField(label=_("A word before its questions"), max_length=Longest.HELP, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class QuestionForm(ConditionForm):
    """One question: what is asked, which answers fit, and when it is asked at all."""

    label = forms.CharField(label=_("Question"), max_length=Longest.LABEL)
    ask = forms.ChoiceField(label=_("Answer"), choices=[(one.value, one.label) for one in Ask], initial=Ask.TEXT)
    help = forms.CharField(label=_("A word of help"), max_length=Longest.HELP, required=False)
    required = forms.BooleanField(label=_("It must be answered"), required=False, initial=True)
    at = forms.TypedChoiceField(label=_("Section"), coerce=int)
    choices = LinesField(
        label=_("Answers to choose from"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For lists: one a line. “value = Words | help” when the value or a word of help matters."),
    )  # fmt: skip
    least = forms.FloatField(
        label=_("At least"), required=False, min_value=-LARGEST, max_value=LARGEST,
        help_text=_("A number, a length, or how many."),
    )  # fmt: skip
    most = forms.FloatField(
        label=_("At most"), required=False, min_value=-LARGEST, max_value=LARGEST,
        help_text=_("A number, a length, or how many."),
    )  # fmt: skip
    pattern = forms.CharField(
        label=_("Form of a short text"), max_length=Longest.PATTERN, required=False,
        help_text=_("A regular expression (RE2)."),
    )  # fmt: skip
    pattern_help = forms.CharField(label=_("What to say when it does not fit"), max_length=Longest.HELP, required=False)

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
        return kept | {"choices": [*map(_line, question.choices)]}


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
