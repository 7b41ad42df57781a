"""Forms of the portals."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.files import FileListField
from watchkeep.doors.ui.forms import VerbForm
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests import queries

MOST_SERVICES = 200


class ReplyForm(VerbForm):
    """Say something more."""

    body = forms.CharField(label=_("Your message"), widget=forms.Textarea(attrs={"rows": 4}), max_length=20_000)
    uploads = FileListField(label=_("Pictures or files"), required=False, help_text=_("You can paste a screenshot."))


class AskForm(VerbForm):
    """Something in one's own words."""

    about = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("broken", _("Something does not work")), ("wish", _("I need something, or have a question"))],
        widget=forms.RadioSelect,
        initial="wish",
    )
    title = forms.CharField(label=_("In a few words"), max_length=200)
    description = forms.CharField(
        label=_("What happened, or what do you need?"),
        widget=forms.Textarea(attrs={"rows": 6, "data-draft": "portal:ask"}),
        max_length=20_000,
        required=False,
    )
    service = forms.TypedChoiceField(label=_("What is it about?"), coerce=int, empty_value=None, required=False)
    uploads = FileListField(label=_("Pictures or files"), required=False, help_text=_("You can paste a screenshot."))
    may_tell = forms.BooleanField(
        label=_("Tell you about my browser and device"), required=False, help_text=_("It often saves a question.")
    )
    device = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput(attrs={"data-device": True}))

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        services = queries.choices(actor, "service", most=MOST_SERVICES)
        field = cast("forms.TypedChoiceField", self.fields["service"])
        field.choices = [("", _("I do not know")), *services]
