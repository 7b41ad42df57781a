"""When nothing may be changed, where, why, and what may be all the same."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import PartedForm, VerbForm, moment
from watchkeep.doors.ui.named import NamedField
from watchkeep.doors.ui.register import ServicesField
from watchkeep.doors.ui.several import SeveralField
from watchkeep.estate.people.models import Organisation, Team
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change, ChangeModel, Freeze, Kind
from watchkeep.work.changes.queries import Reach

KNOWN = ("name", "reason", "starts_at", "ends_at", "is_everywhere", "organisation", "kinds")


class FreezeForm(PartedForm, VerbForm):
    """A freeze."""

    SECTIONS = (
        (_("What it is"), ("name", "reason")), (_("When"), ("starts_at", "ends_at")),
        (_("What is frozen"), ("is_everywhere", "services", "teams", "organisation")),
        (_("What may go ahead all the same"), ("kinds", "templates")),
    )  # fmt: skip

    name = forms.CharField(label=_("Name"), max_length=120)
    reason = forms.CharField(label=_("Reason"), max_length=500)
    starts_at = moment(_("From"))
    ends_at = moment(_("Until"))
    is_everywhere = forms.BooleanField(label=_("Everything is frozen"), required=False)
    services = ServicesField(label=_("Services"), required=False)
    teams = SeveralField(
        Team.objects.all(), label=_("Teams"), required=False, label_of_offers=_("Name of a team"),
        says_none=_("No team is called that."),
    )  # fmt: skip
    organisation = NamedField(
        Organisation.objects.all(), label=_("Asked for by this organisation"), required=False,
        label_of_offers=_("Name of an organisation"), says_none=_("No organisation is called that."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"), choices=Kind.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    templates = SeveralField(
        ChangeModel.objects.all(), label=_("Models"), required=False,
        label_of_offers=_("Name of a model"), says_none=_("No model is called that."),
    )  # fmt: skip


class LetThroughForm(VerbForm):
    """One change that may pass."""

    number = forms.CharField(label=_("Change"), max_length=20, help_text=_("Its number, such as CHG-12"))
    reason = forms.CharField(label=_("Why it may"), max_length=500)

    def begin(self, actor: Actor) -> None:
        """Who looks for it."""
        self.actor = actor

    def clean_number(self) -> Change:
        """The change of that number, if its reader may see it."""
        rows = Change.objects.visible_to(self.actor).filter(ticket__number=self.cleaned_data["number"].strip().upper())
        if (found := rows.first()) is None:
            raise forms.ValidationError(_("There is no such change."))
        return found


def foreseen(form: FreezeForm) -> Reach | None:
    """What a freeze as it stands in the form would reach; nothing before it says when and where."""
    form.is_valid()
    said = form.cleaned_data
    starts_at, ends_at = said.get("starts_at"), said.get("ends_at")
    if not starts_at or not ends_at or ends_at <= starts_at:
        return None
    services, teams, templates = (
        [one.pk for one in said.get(name) or ()] for name in ("services", "teams", "templates")
    )
    organisation = said["organisation"].pk if said.get("organisation") else None
    return Reach(
        starts_at, ends_at, bool(said.get("is_everywhere")), services, teams, organisation, said.get("kinds") or (),
        templates,
    )  # fmt: skip


def known(freeze: Freeze) -> dict[str, Any]:
    """Return what a form begins with."""
    ties = {name: getattr(freeze, name).all() for name in ("services", "teams", "templates")}
    return {name: getattr(freeze, name) for name in KNOWN} | ties
