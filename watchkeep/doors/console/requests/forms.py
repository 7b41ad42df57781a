"""Forms of requests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.files import FileListField
from watchkeep.doors.ui.picking import PersonField
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests import queries
from watchkeep.work.requests.models import CatalogueItem, Source

BY_HAND = (Source.PHONE, Source.WALK_IN, Source.CONSOLE)


def prose(label: Any, *, required: bool = True, help_text: Any = "", most: int = 20_000) -> forms.CharField:
    """A field for several lines."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, help_text=help_text, widget=widget, max_length=most)


class NewForm(VerbForm):
    """Somebody called or came by."""

    requester = PersonField(label=_("For whom"))
    source = forms.ChoiceField(label=_("Came by"), choices=[(one.value, one.label) for one in BY_HAND])
    item = forms.ModelChoiceField(
        CatalogueItem.objects.none(), label=_("Item"), required=False, empty_label=_("Something else"),
        help_text=_("An item with questions asks them on the next page."),
    )  # fmt: skip
    title = forms.CharField(
        label=_("What it is about"), max_length=200, required=False, help_text=_("Empty: the name of the item.")
    )
    description = prose(_("Details"), required=False)

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["requester"].queryset = Person.objects.visible_to(actor).active()  # type: ignore[attr-defined]
        self.fields["item"].queryset = queries.catalogue(actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something else needs a title."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("item") and not said.get("title"):
            self.add_error("title", _("Say what it is about."))
        return said


class HoldForm(VerbForm):
    """What it waits for."""

    reason = prose(_("What it waits for"), most=500)
    for_requester = forms.BooleanField(
        label=_("The requester has to answer"), required=False,
        help_text=_("They read the reason, and their reply lets it go on."),
    )  # fmt: skip


class FulfilForm(VerbForm):
    """What they have now."""

    result = prose(_("What was done"), help_text=_("The requester reads this."))


class RefuseForm(VerbForm):
    """Why not."""

    reason = prose(_("Reason"), help_text=_("The requester reads this."), most=500)


class TalkForm(VerbForm):
    """A reply or a note."""

    body = prose(_("Text"), most=50_000)
    uploads = FileListField(label=_("Files"), required=False)


class AssignForm(VerbForm):
    """Who does it."""

    person = PersonField(label=_("Person"), required=False)

    def __init__(self, *args: Any, people: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
