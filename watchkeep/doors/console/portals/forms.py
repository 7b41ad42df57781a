"""How a portal greets, as it is edited."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests.models import Category
from watchkeep.work.selfservice import life
from watchkeep.work.selfservice.models import Accent, Language, Portal


class PortalForm(VerbForm):
    """A portal in the words and the colour of its readers."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Stands at the top of every page."))
    logo = forms.FileField(
        label=_("Logo"), required=False, help_text=_("PNG, JPEG or WebP, at most 512 kB. Stands beside the name."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )  # fmt: skip
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("has_logo"):
            del self.fields["without_logo"]

    def save(self, portal: Portal, *, by: Actor) -> None:
        """Save what was given. Raises Refused, and then all stays as it was."""
        given = self.cleaned_data
        with transaction.atomic():
            life.save_portal(portal, by=by, **{name: given[name] for name in (*life.FIELDS, "categories")})
            if given["logo"]:
                life.set_logo(portal, by=by, file=given["logo"], name=given["logo"].name)
            elif given.get("without_logo"):
                life.remove_logo(portal, by=by)


def known(portal: Portal) -> dict[str, Any]:
    """What the form begins with."""
    same = {name: getattr(portal, name) for name in life.FIELDS}
    return same | {"categories": list(portal.categories.all()), "has_logo": hasattr(portal, "logo")}
