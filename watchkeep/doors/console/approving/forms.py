"""The form of a policy: which changes it is about, and its stages one below the other."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.changes.risks import BANDS
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.parameters import LinesField
from watchkeep.doors.ui.register import ServicesField
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.work.approvals.life import Need, Who
from watchkeep.work.approvals.models import Board
from watchkeep.work.changes.models import ApprovalPolicy, Kind

MOST: Final = 8
PLACES = [
    (one.value, one.label)
    for one in (Who.SERVICE_LEADS, Who.ITEM_OWNERS, Who.PEERS, Who.MANAGER, Who.SECOND_MANAGER)
]  # fmt: skip
NEEDS = ((Need.ANY, _("one of them")), (Need.ALL, _("all of them")), (Need.QUORUM, _("as many as stand below")))
PLAIN = (
    "name",
    "note",
    "kinds",
    "bands",
    "tiers",
    "cost_from",
    "cost_below",
    "goes_on",
    "regularise_hours",
    "is_active",
)
STAGE = ("name", "places", "people", "teams", "leads", "boards", "need", "quorum", "expire_days")


def _boxes(label: Any, choices: Any, *, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


class PolicyForm(VerbForm):
    """A policy with as many stages as it has, and one more that does not count while it has no name."""

    name = forms.CharField(label=_("Name"), max_length=120)
    note = forms.CharField(label=_("Why it is so"), max_length=500, required=False)
    kinds = _boxes(
        _("Kinds of change"), [(Kind.NORMAL.value, Kind.NORMAL.label), (Kind.EMERGENCY.value, Kind.EMERGENCY.label)],
        help_text=_("None: every kind. A standard change was approved with its model."),
    )  # fmt: skip
    bands = _boxes(_("Risks"), [(name, sign.label) for name, sign in BANDS.items()], help_text=_("None: every risk."))
    tiers = forms.TypedMultipleChoiceField(
        label=_("Tier of the most important service"), choices=Service.Tier.choices, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    services = ServicesField(label=_("These services alone"), required=False, help_text=_("None: every service."))
    cost_from = forms.DecimalField(
        label=_("From this cost on (€)"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    cost_below = forms.DecimalField(
        label=_("Below this cost (€)"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    goes_on = forms.BooleanField(
        label=_("Policies after it count as well"), required=False,
        help_text=_("Otherwise the first policy that fits decides alone."),
    )  # fmt: skip
    regularise_hours = forms.IntegerField(
        label=_("An emergency is approved within so many hours"), min_value=1, max_value=720, initial=72
    )
    is_active = forms.BooleanField(label=_("The policy is in force"), required=False, initial=True)

    def __init__(self, *args: Any, kept: Sequence[Mapping[str, Any]] = (), **named: Any) -> None:
        super().__init__(*args, **named)
        self.count = min(max(len(kept) + 1, self._sent()), MOST)
        for number in range(self.count):
            self.fields |= _stage_fields(number)
        for number, stage in enumerate(kept[:MOST]):
            self.initial = {**self.initial, **{f"s{number}_{name}": value for name, value in _filled(stage).items()}}

    @property
    def own_fields(self) -> list[BoundField]:
        """What is said of the policy itself."""
        return [self[name] for name in self.base_fields]

    @property
    def stage_fields(self) -> list[list[BoundField]]:
        """The fields of each stage."""
        return [[self[f"s{number}_{name}"] for name in STAGE] for number in range(self.count)]

    def given(self) -> dict[str, Any]:
        """The policy as its verbs take it."""
        said = self.cleaned_data
        stages = [self._stage(number) for number in range(self.count) if said.get(f"s{number}_name")]
        return {name: said[name] for name in PLAIN} | {"services": list(said["services"]), "stages": stages}

    def clean(self) -> dict[str, Any]:
        """A stage without a name that says somebody is half a stage; addresses are of somebody."""
        said = super().clean() or self.cleaned_data
        for number in range(self.count):
            self._people(number, said)
            if not said.get(f"s{number}_name") and any(said.get(f"s{number}_{name}") for name in STAGE[1:6]):
                self.add_error(f"s{number}_name", _("Give the stage a name."))
        return said

    def _people(self, number: int, said: dict[str, Any]) -> None:
        given = [address.lower() for address in said.get(f"s{number}_people") or ()]
        found = dict(Person.objects.active().filter(email__in=given).values_list("email", "pk")) if given else {}
        if unknown := [address for address in given if address not in found]:
            self.add_error(f"s{number}_people", _("Nobody here has the address %s.") % unknown[0])
        said[f"s{number}_ids"] = [found[address] for address in given if address in found]

    def _stage(self, number: int) -> dict[str, Any]:
        said = {name: self.cleaned_data[f"s{number}_{name}"] for name in (*STAGE, "ids")}
        asked: list[dict[str, Any]] = [{"who": place} for place in said["places"]]
        asked += [{"who": Who.PERSON.value, "id": pk} for pk in said["ids"]]
        for who, name in ((Who.TEAM, "teams"), (Who.LEADS, "leads"), (Who.BOARD, "boards")):
            asked += [{"who": who.value, "id": one.pk} for one in said[name]]
        plain = {name: said[name] for name in ("name", "need", "quorum", "expire_days")}
        return plain | {"approvers": asked}

    def _sent(self) -> int:
        """How many stages came with the POST."""
        return sum(1 for number in range(MOST) if f"s{number}_name" in self.data)

    @staticmethod
    def filled(policy: ApprovalPolicy) -> dict[str, Any]:
        """How a policy fills the form in."""
        plain = {name: getattr(policy, name) for name in PLAIN}
        return plain | {"services": [one.pk for one in policy.services.all()]}


def _stage_fields(number: int) -> dict[str, forms.Field]:
    lines = forms.Textarea(attrs={"rows": 2})
    fields: dict[str, forms.Field] = {
        "name": forms.CharField(label=_("Name of the stage"), max_length=80, required=False),
        "places": _boxes(_("Who is asked"), PLACES),
        "people": LinesField(
            label=_("These people"), required=False, max_length=4000, widget=lines,
            help_text=_("E-mail addresses, one a line."),
        ),
        "teams": forms.ModelMultipleChoiceField(Team.objects.all(), label=_("Everybody in"), required=False),
        "leads": forms.ModelMultipleChoiceField(Team.objects.all(), label=_("The leads of"), required=False),
        "boards": forms.ModelMultipleChoiceField(Board.objects.active(), label=_("The boards"), required=False),
        "need": forms.ChoiceField(label=_("Who must agree"), choices=NEEDS, initial=Need.ANY),
        "quorum": forms.IntegerField(label=_("So many"), min_value=1, max_value=1000, initial=2),
        "expire_days": forms.IntegerField(label=_("Too late after (days)"), min_value=1, max_value=60, initial=7),
    }  # fmt: skip
    return {f"s{number}_{name}": field for name, field in fields.items()}


def _filled(stage: Mapping[str, Any]) -> dict[str, Any]:
    by_who = {who: [one.get("id") for one in stage["approvers"] if one["who"] == who] for who in Who}
    people = Person.objects.filter(pk__in=by_who[Who.PERSON]).values_list("email", flat=True)
    return {name: stage[name] for name in ("name", "need", "quorum", "expire_days")} | {
        "places": [place for place, _label in PLACES if by_who[Who(place)]], "people": list(people),
        "teams": by_who[Who.TEAM], "leads": by_who[Who.LEADS], "boards": by_who[Who.BOARD],
    }  # fmt: skip
