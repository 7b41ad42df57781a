"""What a role is called and allows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.roles.choices import every_permission
from watchkeep.estate.people import queries
from watchkeep.estate.people.models import Role


class RoleForm(VerbForm):
    """Its name, what it is for, what it allows."""

    name = forms.CharField(label=_("Name"), max_length=60)
    description = forms.CharField(label=_("What it is for"), max_length=300, required=False)
    needs_second_factor = forms.BooleanField(
        label=_("Its people need a second factor"),
        required=False,
        help_text=_("Whoever has none sets one up before they can go on."),
    )
    permissions = forms.MultipleChoiceField(
        label=_("May"), choices=every_permission, widget=forms.CheckboxSelectMultiple, required=False
    )

    def wanted(self, before: list[str]) -> list[str]:
        """Return the permissions to keep: patterns stay while they mean exactly what is ticked."""
        ticked = set(self.cleaned_data["permissions"])
        return before if queries.allowed(before) == ticked else sorted(ticked)


def known(role: Role) -> dict[str, object]:
    """Return what a form begins with."""
    return {
        "name": role.name,
        "description": role.description,
        "needs_second_factor": role.needs_second_factor,
        "permissions": sorted(queries.allowed(role.permissions)),
    }
