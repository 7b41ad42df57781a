"""To whom a thing is handed, and how it was destroyed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.contracts.forms import day
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor


class HandOverForm(VerbForm):
    """Who gets it."""

    person = PersonField(label=_("Who gets it"), help_text=_("They are asked whether they got it."))

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        fields: dict[str, Any] = self.fields
        fields["person"].queryset = Person.objects.visible_to(actor).active()


class DestructionForm(VerbForm):
    """How, by whom, when, and the paper that says so."""

    method = forms.CharField(label=_("How"), max_length=120, help_text=_("Shredded, wiped and sold, recycled."))
    who = forms.CharField(label=_("Who did it"), max_length=120)
    done_on = day(_("On"))
    certificate = forms.CharField(label=_("Number of the certificate"), max_length=80, required=False)
    file = forms.FileField(label=_("The certificate"), required=False, help_text=_("PDF or a picture, at most 25 MB."))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["done_on"].required = True
        self.fields["done_on"].initial = clock.now().date()

    def told(self) -> dict[str, Any]:
        """What the verb needs."""
        file = self.cleaned_data["file"]
        paper = {"name": file.name, "declared": file.content_type or ""} if file else {}
        return self.cleaned_data | paper
