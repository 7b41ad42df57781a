"""What is known of a person, and what they may do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.doors.ui.zones import ZoneField
from watchkeep.estate.people.models import Organisation, Person, Role


class PersonForm(VerbForm):
    """Who somebody is."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("Also their login."))
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.all())
    manager = PersonField(Person.objects.active(), label=_("Manager"), required=False)
    time_zone = ZoneField()
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)


class RolesForm(VerbForm):
    """What somebody may do."""

    roles = forms.ModelMultipleChoiceField(
        label=_("Roles"), queryset=Role.objects.all(), widget=forms.CheckboxSelectMultiple, required=False
    )


class InviteForm(PersonForm, RolesForm):
    """Who comes, and what they may do."""


def known(person: Person) -> dict[str, Any]:
    """Return what a form begins with."""
    names = ("name", "email", "organisation", "manager", "time_zone", "phone")
    return {name: getattr(person, name) for name in names}
