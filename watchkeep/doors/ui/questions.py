"""A question of a guided form as a field of a page: the plainest control that can hold its answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.files import FileListField
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests import queries

YES_NO = (("yes", _("Yes")), ("no", _("No")))


class AnswerForm(forms.Form):
    """The answer to one question. What it must be is checked where it is kept, so that every door checks the same."""

    def __init__(self, *args: Any, question: Any, actor: Actor, words: str = "", **named: Any) -> None:
        super().__init__(*args, **named)
        field = _field(question, actor, words)
        field.label, field.help_text, field.required = question.label, question.help, False
        self.fields["answer"] = field

    @property
    def given(self) -> Any:
        """What was typed or chosen; None for nothing."""
        self.full_clean()
        return self.cleaned_data.get("answer") or None


def _field(question: Any, actor: Actor, words: str) -> forms.Field:  # noqa: PLR0911  # one for each kind
    match question.ask.value:
        case "long":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 5}))
        case "number":
            return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"}))
        case "date":
            return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}))
        case "email":
            return forms.CharField(widget=forms.EmailInput())
        case "yes_no":
            return _one_of(YES_NO)
        case "choice":
            return _one_of([(one.value, one.label) for one in question.choices])
        case "choices":
            offered = [(one.value, one.label) for one in question.choices]
            return forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple)
        case "file":
            return FileListField()
        case "person" | "service" | "asset":
            return _one_of([(str(pk), name) for pk, name in queries.choices(actor, question.ask, words)])
    return forms.CharField()


def _one_of(choices: Sequence[tuple[str, Any]]) -> forms.Field:
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)
