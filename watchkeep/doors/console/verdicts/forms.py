"""What a review of a change is answered with, and what reviews ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.insight.verdicts.models import Why


class ReviewForm(VerbForm):
    """A text for each question."""

    def __init__(self, *args: Any, questions: list[str], **named: Any) -> None:
        super().__init__(*args, **named)
        for place, question in enumerate(questions):
            self.fields[f"answer_{place}"] = forms.CharField(
                label=question, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
            )

    @property
    def answers(self) -> list[str]:
        """The texts, in the order of the questions."""
        return list(self.cleaned_data.values())


class QuestionForm(VerbForm):
    """One thing that reviews ask."""

    text = forms.CharField(label=_("Question"), max_length=300)
    when = forms.ChoiceField(label=_("Asked when"), choices=[("", _("Always")), *Why.choices], required=False)
    position = forms.IntegerField(
        label=_("Place"), min_value=0, max_value=10_000, initial=0, help_text=_("Lower numbers come first.")
    )
    is_active = forms.BooleanField(label=_("It is asked"), required=False, initial=True)
