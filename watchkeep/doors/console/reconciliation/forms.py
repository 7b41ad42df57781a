"""What is told of a finding: why it may be so, whose an item is, and which findings become tickets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.contracts.forms import day
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.people.queries import with_permission
from watchkeep.estate.reconciliation.models import Grouping, Kind, Rule
from watchkeep.estate.reconciliation.permissions import P
from watchkeep.kernel.actors import Actor

RULED = ("kind", "cls", "min_days", "min_cost", "team", "grouping", "priority", "is_active")


class AsideForm(VerbForm):
    """Why it may be so, and until when."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
    until = day(_("Until"), _("On that day it counts again by itself."))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["until"].required = True


class OwnerForm(VerbForm):
    """Whose it is."""

    owner_team = forms.ModelChoiceField(Team.objects.none(), label=_("Owner team"), required=False)
    owner_person = PersonField(label=_("Owner"), required=False, empty_label=_("Nobody in particular"))

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        fields: dict[str, Any] = self.fields
        fields["owner_team"].queryset = Team.objects.order_by("name")
        fields["owner_person"].queryset = Person.objects.visible_to(actor).active()

    def clean(self) -> dict[str, Any]:
        """One of the two, or both."""
        said = super().clean() or self.cleaned_data
        if not self.errors and not (said.get("owner_team") or said.get("owner_person")):
            raise forms.ValidationError(_("Name a team or a person."))
        return said


class KeeperForm(VerbForm):
    """Who looks after a list."""

    person = PersonField(label=_("Person"))

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        fields: dict[str, Any] = self.fields
        fields["person"].queryset = Person.objects.visible_to(actor).filter(pk__in=with_permission(P.SEE))


class RuleForm(VerbForm):
    """Which findings become tickets."""

    kind = forms.ChoiceField(label=_("What"), choices=Kind.choices)
    cls = forms.ModelChoiceField(
        ItemClass.objects.none(), label=_("Class"), required=False, empty_label=_("Every class")
    )
    min_days = forms.IntegerField(label=_("After so many days"), min_value=0, max_value=3650, initial=0)
    min_cost = forms.DecimalField(
        label=_("When it cost at least, in euro"), min_value=0, max_digits=12, decimal_places=2, initial=0
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Who gets the ticket"), required=False)
    grouping = forms.ChoiceField(label=_("Tickets"), choices=Grouping.choices)
    priority = forms.TypedChoiceField(label=_("Priority"), coerce=int, choices=[(n, n) for n in range(1, 6)], initial=4)
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        fields: dict[str, Any] = self.fields
        fields["cls"].queryset = ItemClass.objects.visible_to(actor)
        fields["team"].queryset = Team.objects.order_by("name")


def known(rule: Rule) -> dict[str, Any]:
    """What a form begins with."""
    return {name: getattr(rule, name) for name in RULED}
