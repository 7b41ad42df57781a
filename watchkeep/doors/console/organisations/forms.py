"""What is known of an organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.estate.people.models import Organisation


class OrganisationForm(VerbForm):
    """Its name, whose it is, and how its addresses end."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Whose"), choices=Organisation.Kind.choices, widget=forms.RadioSelect)
    domains = forms.CharField(
        label=_("Mail domains"), required=False, help_text=_("Separated by commas, such as example.com, example.org.")
    )

    shares_tickets = forms.BooleanField(
        label=_("Its people see each other's requests"), required=False,
        help_text=_("Those whose role lets them: customers. Otherwise each sees their own, and what they follow."),
    )  # fmt: skip

    def clean_domains(self) -> list[str]:
        """Return the domains as a list, in lower case."""
        text: str = self.cleaned_data["domains"]
        return [part for raw in text.split(",") if (part := raw.strip().lower().lstrip("@"))]
