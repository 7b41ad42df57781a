"""What is known of a product, and what a title means."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.estate.licences.models import Licence, Product, Provider
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.queries import with_permission

__all__ = ["CorrectForm", "LogForm", "ProductForm", "ReasonForm", "RuleForm", "known"]


IDLE_DAYS = 60


class ProductForm(VerbForm):
    """What it is called and whether somebody has to be paid for it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    publisher = forms.CharField(label=_("Publisher"), max_length=120, required=False)
    licence = forms.ChoiceField(label=_("Licence"), choices=Licence.choices)
    owner = PersonField(
        label=_("Owner"), required=False, empty_label=_("Nobody yet"), help_text=_("Is told when licences are missing.")
    )
    idle_days = forms.IntegerField(label=_("A seat is idle after days"), min_value=1, max_value=730, required=False)
    notes = forms.CharField(label=_("Notes"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        owner: Any = self.fields["owner"]
        owner.queryset = with_permission(P.SEE)

    def clean_idle_days(self) -> int:
        """Two months where nobody says."""
        return self.cleaned_data["idle_days"] or IDLE_DAYS


class CorrectForm(VerbForm):
    """What a title means, and which others mean it, too."""

    new_product = forms.CharField(
        label=_("Product"), max_length=120, help_text=_("The name of one that is there, or a new one.")
    )
    edition = forms.CharField(label=_("Edition"), max_length=80, required=False)
    pattern = forms.CharField(
        label=_("Titles that mean it"), max_length=200,
        help_text=_("A star stands for anything. Whatever fits is read so from now on."),
    )  # fmt: skip


class RuleForm(VerbForm):
    """Which titles mean a product."""

    name = forms.CharField(label=_("Titles that mean it"), max_length=200, help_text=_("A star stands for anything."))
    publisher = forms.CharField(
        label=_("Of this publisher"), max_length=200, required=False, help_text=_("Empty: any.")
    )
    edition = forms.CharField(label=_("Edition"), max_length=80, required=False)


class LogForm(VerbForm):
    """Which identity provider tells."""

    name = forms.CharField(label=_("Name"), max_length=80)
    provider = forms.ChoiceField(label=_("Provider"), choices=Provider.choices)


def known(product: Product) -> dict[str, Any]:
    """Return what a form begins with."""
    return {name: getattr(product, name) for name in ProductForm.base_fields}
