"""How a portal greets, as it is edited."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.work.requests.models import Category
from watchkeep.work.selfservice.life import FIELDS
from watchkeep.work.selfservice.models import Accent, Language, Portal


class PortalForm(VerbForm):
    """A portal in the words and the colour of its readers."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Stands at the top of every page."))
    greeting = forms.CharField(label=_("Question"), max_length=80, help_text=_("What the first page asks."))
    hint = forms.CharField(label=_("A line below it"), max_length=160, required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, help_text=_("For when all else fails. At the foot.")
    )
    accent = forms.ChoiceField(
        label=_("Colour"), choices=Accent.choices, widget=forms.RadioSelect,
        help_text=_("Each is readable on light and on dark ground."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, widget=forms.RadioSelect,
        help_text=_("For readers who chose none and whose browser asks for none that we speak."),
    )  # fmt: skip
    categories = forms.ModelMultipleChoiceField(
        label=_("Shelves of the catalogue"), queryset=Category.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Choose none to show all that its readers may order."),
    )  # fmt: skip


def known(portal: Portal) -> dict[str, Any]:
    """What the form begins with."""
    return {name: getattr(portal, name) for name in FIELDS} | {"categories": list(portal.categories.all())}
