"""What a stock-take is told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.stocktakes import reading
from watchkeep.doors.ui.register import ClassField, ItemField
from watchkeep.estate.assets.models import Item
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused


class BeginForm(VerbForm):
    """What is counted."""

    name = forms.CharField(label=_("Name"), max_length=120)
    place = ItemField(label=_("Place"), required=False, help_text=_("And the places within it."))
    cls = ClassField(label=_("Class"), required=False, empty_label=_("Every class"))

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        fields: dict[str, Any] = self.fields
        fields["place"].queryset = Item.objects.visible_to(actor).active().places()


class CountForm(VerbForm):
    """What was met, and where."""

    code = forms.CharField(label=_("Code, number or serial number"), max_length=200, required=False)
    picture = forms.FileField(
        label=_("Or a picture of the code"), required=False,
        widget=forms.FileInput({"accept": "image/*", "capture": "environment"}),
    )  # fmt: skip
    place = ItemField(label=_("It stands elsewhere"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        fields: dict[str, Any] = self.fields
        fields["place"].queryset = Item.objects.visible_to(actor).active().places()
        fields["code"].widget.attrs |= {"autofocus": True, "autocomplete": "off", "autocapitalize": "characters"}

    def clean(self) -> dict[str, Any]:
        """Of a picture the code counts that is on it, unless one was typed."""
        told: dict[str, Any] = super().clean() or {}
        picture = told.pop("picture", None)
        if picture and not told.get("code"):
            try:
                told["code"] = reading.code_in(picture)
            except Refused as no:
                self.add_error("picture", no.message)
            if not told.get("code") and not self.errors:
                self.add_error("picture", _("No code was found on the picture: go nearer, with more light."))
        return told


class PictureForm(VerbForm):
    """What a camera sees."""

    picture = forms.FileField(label=_("Picture"))


class FinishForm(VerbForm):
    """What becomes of what was not found."""

    lose = forms.BooleanField(label=_("What was not found is missing"), required=False, initial=True)
