"""What is known of a supplier and of the people there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.estate.suppliers.models import Contact, Supplier


class SupplierForm(VerbForm):
    """What it is called, and how its help is reached."""

    name = forms.CharField(label=_("Name"), max_length=120)
    customer_number = forms.CharField(
        label=_("Our customer number"), max_length=80, required=False, help_text=_("They ask for it on the telephone.")
    )
    support_phone = forms.CharField(label=_("Telephone of the support"), max_length=60, required=False)
    support_email = forms.EmailField(label=_("E-mail of the support"), required=False)
    support_portal = forms.URLField(
        label=_("Portal of the support"), max_length=300, required=False, assume_scheme="https"
    )
    website = forms.URLField(label=_("Web site"), max_length=300, required=False, assume_scheme="https")
    notes = forms.CharField(label=_("Notes"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ContactForm(VerbForm):
    """Whom to call there."""

    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.CharField(label=_("What they do there"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)


def known(row: Supplier | Contact, kind: type[VerbForm]) -> dict[str, Any]:
    """Return what a form begins with."""
    return {name: getattr(row, name) for name in kind.base_fields}
