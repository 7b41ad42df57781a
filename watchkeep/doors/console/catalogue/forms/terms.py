"""Forms of what an item costs, who may have how many, and who must agree."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.catalogue.forms.conditions import ConditionForm
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.parameters import LinesField
from watchkeep.estate.people.models import Person, Team
from watchkeep.work.approvals.life import Need, Who
from watchkeep.work.requests.life import Ask, Question
from watchkeep.work.requests.models import Edition

PLACES = [(one.value, one.label) for one in (Who.MANAGER, Who.SECOND_MANAGER, Who.SERVICE_LEADS)]
NEEDS = (
    (Need.ANY, _("one of them")),
    (Need.ALL, _("all of them")),
    (Need.QUORUM, _("as many as stand below")),
)
PRICES = (
    ("quantity", _("how many are ordered")),
    ("price_once", _("the price, once")),
    ("price_monthly", _("the price per month")),
)
"""What conditions of a stage may look at besides the answers."""
TERMS = ("price_once", "price_monthly", "is_kept", "most_each", "most_in_all", "note")


class TermsForm(VerbForm):
    """Price and entitlement."""

    price_once = forms.DecimalField(label=_("Price, once (€)"), min_value=0, max_digits=12, decimal_places=2)
    price_monthly = forms.DecimalField(label=_("Price per month (€)"), min_value=0, max_digits=12, decimal_places=2)
    is_kept = forms.BooleanField(
        label=_("It is held and given back"), required=False, help_text=_("Then it is on record who has it.")
    )
    most_each = forms.IntegerField(
        label=_("At most for each person"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Empty: no limit."),
    )
    most_in_all = forms.IntegerField(label=_("At most in all"), min_value=1, max_value=10_000_000, required=False)
    note = forms.CharField(
        label=_("What changes with this edition"), max_length=300, required=False, help_text=_("For the history.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def filled(edition: Edition | None) -> dict[str, Any]:
        """How an edition fills the form in."""
        if edition is None:
            return {"price_once": 0, "price_monthly": 0}
        kept = {name: getattr(edition, name) for name in TERMS}
        return kept if edition.is_draft else kept | {"note": ""}


class StageForm(ConditionForm):
    """A stage of the approval: who is asked, how many must agree, until when, and whether it is asked at all."""

    name = forms.CharField(label=_("Name of the stage"), max_length=80)
    places = forms.MultipleChoiceField(
        label=_("Who is asked"), choices=PLACES, required=False, widget=forms.CheckboxSelectMultiple
    )
    people = LinesField(
        label=_("These people"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("E-mail addresses, one a line."),
    )  # fmt: skip
    teams = forms.ModelMultipleChoiceField(Team.objects.all(), label=_("Everybody in these teams"), required=False)
    leads = forms.ModelMultipleChoiceField(Team.objects.all(), label=_("The leads of these teams"), required=False)
    need = forms.ChoiceField(label=_("Who must agree"), choices=NEEDS)
    quorum = forms.IntegerField(label=_("So many"), min_value=1, max_value=1000, initial=2)
    remind_hours = forms.IntegerField(
        label=_("Remind after (hours)"), min_value=0, max_value=1440, initial=24, help_text=_("0: never.")
    )
    expire_days = forms.IntegerField(label=_("Too late after (days)"), min_value=1, max_value=60, initial=14)

    def __init__(self, *args: Any, before: Iterable[Question], **named: Any) -> None:
        prices = [Question(name=name, label=str(words), ask=Ask.NUMBER) for name, words in PRICES]
        super().__init__(*args, before=[*prices, *before], **named)

    @property
    def own_fields(self) -> list[BoundField]:
        """What is said of the stage itself, as the page draws it."""
        return [self[name] for name in self.base_fields if name != "seen"]

    def clean_people(self) -> list[int]:
        """Their ids; an address that nobody has is wrong."""
        given = [address.lower() for address in self.cleaned_data["people"]]
        found = dict(Person.objects.active().filter(email__in=given).values_list("email", "pk"))
        if unknown := [address for address in given if address not in found]:
            raise forms.ValidationError(_("Nobody here has the address %(address)s."), params={"address": unknown[0]})
        return [found[address] for address in given]

    @property
    def stage(self) -> dict[str, Any]:
        """The stage as plain data."""
        given = self.cleaned_data
        asked: list[dict[str, Any]] = [{"who": place} for place in given["places"]]
        asked += [{"who": Who.PERSON.value, "id": pk} for pk in given["people"]]
        asked += [{"who": Who.TEAM.value, "id": team.pk} for team in given["teams"]]
        asked += [{"who": Who.LEADS.value, "id": team.pk} for team in given["leads"]]
        plain = {name: given[name] for name in ("name", "need", "quorum", "remind_hours", "expire_days")}
        only_if = [{"question": one.question, "test": one.test.value, "value": one.value} for one in self.conditions]
        return plain | {"approvers": asked, "only_if": only_if}

    @staticmethod
    def filled(stage: Mapping[str, Any]) -> dict[str, Any]:
        """How a stage fills the form in."""
        plain = {name: stage.get(name) for name in ("name", "need", "quorum", "remind_hours", "expire_days")}
        by_who = {who: [one.get("id") for one in stage["approvers"] if one["who"] == who] for who in Who}
        people = Person.objects.filter(pk__in=by_who[Who.PERSON]).values_list("email", flat=True)
        return {name: value for name, value in plain.items() if value is not None} | {
            "places": [place for place, _words in PLACES if by_who[Who(place)]],
            "people": list(people),
            "teams": by_who[Who.TEAM],
            "leads": by_who[Who.LEADS],
        }
