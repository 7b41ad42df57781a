"""What is known about a procedure, its text, and when it is read again."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.duty.automation.models import Kind, Procedure
from watchkeep.estate.people.models import Team
from watchkeep.kernel import clock

YEAR = timedelta(days=365)
KNOWN = ("name", "kind", "purpose", "owner_team", "review_on")


def next_reading() -> Any:
    """A year from now: what nobody has read for longer is not to be trusted."""
    return (clock.now() + YEAR).date()


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class AboutForm(VerbForm):
    """What it is called, what it is for, whose it is."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Kind.choices,
        help_text=_("A runbook repairs. A workflow keeps people together and goes on when the cause is dealt with."),
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("What for"), max_length=300, required=False, help_text=_("One sentence. Lists and offers show it.")
    )
    owner_team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Owner team"), required=False, empty_label=_("Nobody"),
        help_text=_("Who keeps it right."),
    )  # fmt: skip
    review_on = _day(_("Read again on"), required=False, initial=next_reading)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["owner_team"].queryset = Team.objects.order_by("name")  # type: ignore[attr-defined]

    @staticmethod
    def filled(procedure: Procedure) -> dict[str, Any]:
        """How a procedure fills the form in."""
        return {name: getattr(procedure, name) for name in KNOWN}


class TextForm(VerbForm):
    """The text above the steps."""

    body = forms.CharField(
        label=_("Text"), required=False, max_length=50_000,
        help_text=_("What a reader must know before the first step. Markdown: **bold**, `code`, lists."),
        widget=forms.Textarea(attrs={"rows": 16}),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)


class PublishForm(VerbForm):
    """What changed, for those who read the history."""

    note = forms.CharField(label=_("What changed"), max_length=200, required=False)


class ReviewForm(VerbForm):
    """When it is read again."""

    review_on = _day(_("Read again on"), initial=next_reading)
