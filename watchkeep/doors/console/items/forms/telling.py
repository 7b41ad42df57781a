"""What verbs of items need to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.doors.ui.register import ItemField
from watchkeep.estate.assets.models import MEANINGS
from watchkeep.estate.people.models import Person

HERE, THERE = "here", "there"
"""Where a relation begins: at this item, or at the other one."""


class HandOverForm(VerbForm):
    """Who has it from now on."""

    user = PersonField(label=_("Who has it"), required=False, empty_label=_("Nobody in particular"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["user"].queryset = Person.objects.active()  # type: ignore[attr-defined]


class DisposalForm(VerbForm):
    """How it was disposed of."""

    disposal = forms.CharField(
        label=_("How"), max_length=300, help_text=_("Who took it, and the number of the certificate of destruction.")
    )


class RelationForm(VerbForm):
    """How it hangs on what."""

    reading = forms.ChoiceField(
        label=_("It"),
        choices=[
            (f"{kind}:{way}", words)
            for kind, meaning in MEANINGS.items()
            for way, words in ((HERE, meaning.forwards), (THERE, meaning.backwards))
        ],
    )
    other = ItemField(label=_("Which item"))

    def kind_and_way(self) -> tuple[str, str]:
        """The kind of relation, and where it begins."""
        kind, _colon, way = self.cleaned_data["reading"].partition(":")
        return kind, way


class MomentForm(VerbForm):
    """A moment to look back at."""

    at = forms.DateTimeField(
        label=_("As it was at"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "input"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
