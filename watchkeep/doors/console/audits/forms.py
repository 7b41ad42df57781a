"""What is asked of an audit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.estate.licences.models import Product, Seat
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.queries import with_permission


class AuditForm(VerbForm):
    """What it is called, until when, and whose it is."""

    name = forms.CharField(label=_("Name"), max_length=200)
    due_on = forms.DateField(
        label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Reviewers are reminded two weeks, a week and two days before, on the day, and every week after."),
    )  # fmt: skip
    owner = PersonField(label=_("Owner"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        owner: Any = self.fields["owner"]
        owner.queryset = with_permission(P.AUDIT)


class ReviewForm(VerbForm):
    """Whose seats are looked at by whom."""

    product = forms.ModelChoiceField(Product.objects.none(), label=_("Product"))
    reviewer = PersonField(label=_("Reviewer"), help_text=_("Only who may see software."))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        product: Any = self.fields["product"]
        product.queryset = Product.objects.filter(pk__in=Seat.objects.taken().values("product"))
        reviewer: Any = self.fields["reviewer"]
        reviewer.queryset = with_permission(P.SEE)
