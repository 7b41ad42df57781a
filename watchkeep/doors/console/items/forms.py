"""What is known of an item."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.classes import ClassField
from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.models import Team

FIELDS = ("name", "cls", "external_id", "owner_team")


class ItemForm(VerbForm):
    """What it is and who looks after it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    cls = ClassField(label=_("Class"))
    external_id = forms.CharField(
        label=_("Identifier elsewhere"), max_length=200, required=False, help_text=_("In your cloud or inventory.")
    )
    owner_team = forms.ModelChoiceField(label=_("Owner team"), queryset=Team.objects.all(), required=False)
    values = forms.JSONField(
        label=_("Attributes"), required=False, initial=dict, widget=forms.Textarea(attrs={"rows": 3, "class": "mono"}),
        help_text=_('A JSON object, such as {"rack": "B4"}.'),
    )  # fmt: skip

    def clean_values(self) -> dict[str, Any]:
        """Return the attributes; nothing is an empty object."""
        given = self.cleaned_data["values"] or {}
        if not isinstance(given, dict):
            raise forms.ValidationError(_("Attributes are a JSON object."))
        return given


def known(item: Item) -> dict[str, Any]:
    """Return what a form begins with."""
    return {name: getattr(item, name) for name in (*FIELDS, "values")}
