"""What a review of a change is answered with, and what reviews ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.insight.verdicts.models import Why


class ReviewForm(VerbForm):
    """A text for each question."""

    did_harm = forms.TypedChoiceField(
        label=_("Did the change do harm?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect,
        coerce=lambda given: given == "yes", help_text=_("Your answer outranks its verdict."),
    )  # fmt: skip

    def __init__(self, *args: Any, questions: list[str], known: list[str], **named: Any) -> None:
        super().__init__(*args, **named)
        for place, question in enumerate(questions):
            self.fields[f"answer_{place}"] = forms.CharField(
                label=question, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
                initial=known[place] if place < len(known) else "",
            )  # fmt: skip

    @property
    def answers(self) -> list[str]:
        """The texts, in the order of the questions."""
        return [text for name, text in self.cleaned_data.items() if name.startswith("answer_")]


class QuestionForm(VerbForm):
    """One thing that reviews ask."""

    text = forms.CharField(label=_("Question"), max_length=300)
    when = forms.ChoiceField(label=_("Asked when"), choices=[("", _("Always")), *Why.choices], required=False)
    position = forms.IntegerField(
        label=_("Place"), min_value=0, max_value=10_000, initial=0, help_text=_("Lower numbers come first.")
    )
    is_active = forms.BooleanField(label=_("It is asked"), required=False, initial=True)
