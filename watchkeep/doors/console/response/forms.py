"""Forms of plans and roles. A field that is left empty is left open: a broader plan says what holds."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.incidents.forms.base import IncidentForm, WorkerField
from watchkeep.doors.ui.picking import PersonField
from watchkeep.duty.automation.models import Kind, Procedure
from watchkeep.duty.oncall.models import Policy, Schedule
from watchkeep.duty.response import queries
from watchkeep.duty.response.life import Filling
from watchkeep.duty.response.models import Plan, Role, Source
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service

SEVERITIES = [("", _("Every severity")), *((level, f"SEV{level}") for level in range(1, 5))]
TIERS = [("", _("Every tier")), *Service.Tier.choices]
MINUTES = ("internal_first_minutes", "internal_every_minutes", "public_first_minutes", "public_every_minutes")
NUMBERS = (*MINUTES, "review_days")
NAMED = ("policy", "workflow", "runbook")
WORDS = ("name", "description", "sla_note", "demands")


def _minutes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=10_080, required=False)


class CaseForm(forms.Form):
    """An incident that somebody imagines."""

    service = forms.ModelChoiceField(
        Service.objects.active(), label=_("Service"), to_field_name="slug", required=False, empty_label=_("No service")
    )
    severity = forms.TypedChoiceField(label=_("Severity"), coerce=int, choices=SEVERITIES[1:])


class PlanForm(VerbForm):
    """A plan: for what it holds, what it gives, how it fills each role."""

    name = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(label=_("What for"), max_length=200, required=False)
    service = forms.ModelChoiceField(
        Service.objects.active(), label=_("Service"), empty_label=_("Every service"), required=False
    )
    tier = forms.TypedChoiceField(label=_("or tier"), choices=TIERS, coerce=int, empty_value=None, required=False)
    severity = forms.TypedChoiceField(
        label=_("Severity"), choices=SEVERITIES, coerce=int, empty_value=None, required=False
    )
    policy = forms.ModelChoiceField(
        Policy.objects.all(), label=_("Escalation policy"), required=False, empty_label=_("Left open")
    )
    workflow = forms.ModelChoiceField(
        Procedure.objects.offered().filter(kind=Kind.WORKFLOW), label=_("Workflow to start"), required=False,
        empty_label=_("Left open"),
    )  # fmt: skip
    runbook = forms.ModelChoiceField(
        Procedure.objects.offered().filter(kind=Kind.RUNBOOK), label=_("Runbook to open"), required=False,
        empty_label=_("Left open"),
    )  # fmt: skip
    internal_first_minutes = _minutes(_("First internal update after (minutes)"))
    internal_every_minutes = _minutes(_("then every (minutes)"))
    public_first_minutes = _minutes(_("First public update after (minutes)"))
    public_every_minutes = _minutes(_("then every (minutes)"))
    review_days = forms.IntegerField(
        label=_("Review due within (days)"), min_value=0, max_value=365, required=False,
        help_text=_("Of its end. 0: no review."),
    )  # fmt: skip
    sla_note = forms.CharField(label=_("Service level, in words"), max_length=300, required=False)
    demands = forms.CharField(
        label=_("What it demands, in words"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        self.plan = plan
        self.roles = list(Role.objects.all())
        sources = _sources()
        for role in self.roles:
            self.fields[f"role-{role.slug}"] = forms.ChoiceField(label=role.name, choices=sources, required=False)
            self.fields[f"person-{role.slug}"] = PersonField(
                queries.who_may_have_roles(), label=_("or the person"), required=False
            )

    @staticmethod
    def filled(plan: Plan) -> dict[str, Any]:
        """How a plan fills the form in."""
        kept = {name: getattr(plan, name) for name in (*WORDS, *NUMBERS, "service", "tier", "severity", *NAMED)}
        for one in plan.roles.all():
            field = "person" if one.source == Source.PERSON else "role"
            named = one.target if field == "person" else f"{one.source}:{one.target.pk}" if one.target else one.source
            kept[f"{field}-{one.role.slug}"] = named
        return kept

    @property
    def told(self) -> dict[str, Any]:
        """What the verb is told."""
        given = {name: value for name, value in self.cleaned_data.items() if not name.startswith(("role-", "person-"))}
        return given | {"roles": list(self._fillings())}

    def draft(self) -> Any:
        """The plan as it stands in the form, to be tried before it is saved."""
        given = self.cleaned_data
        row = Plan(**{name: value for name, value in self.told.items() if name != "roles"})
        row.pk = self.plan.pk if self.plan else None
        names = dict(_pairs(_sources()))
        spec = replace(row.spec_of_fields(), name=given["name"] or str(_("This plan")))
        chosen = [(role, *self._chosen(role)) for role in self.roles]
        roles = [
            role.given(source, pk, person or names[f"{source}:{pk}"] if pk else "")
            for role, source, pk, person in chosen if source
        ]  # fmt: skip
        return replace(spec, roles=roles)

    def clean(self) -> dict[str, Any]:
        """A role is filled in one way."""
        given = super().clean() or {}
        for role in self.roles:
            if given.get(f"role-{role.slug}") and given.get(f"person-{role.slug}"):
                self.add_error(f"person-{role.slug}", _("Choose one or the other."))
        return given

    def _fillings(self) -> Iterable[Filling]:
        for role in self.roles:
            source, pk, _name = self._chosen(role)
            if source:
                yield Filling(role.pk, source, pk)

    def _chosen(self, role: Role) -> tuple[str, int | None, str]:
        """From where a role is filled, what or whom that names, and the name of a person."""
        if person := self.cleaned_data.get(f"person-{role.slug}"):
            return Source.PERSON.value, person.pk, person.name
        source, _colon, target = str(self.cleaned_data.get(f"role-{role.slug}", "")).partition(":")
        return source, int(target) if target else None, ""

    def role_fields(self) -> list[tuple[BoundField, BoundField]]:
        """The two fields of each role, as the template draws them."""
        return [(self[f"role-{role.slug}"], self[f"person-{role.slug}"]) for role in self.roles]

    def example(self) -> tuple[Service | None, int]:
        """An incident for which the plan in the form would hold."""
        given = self.cleaned_data
        service = given.get("service")
        if service is None and given.get("tier"):
            service = Service.objects.active().filter(tier=given["tier"]).first()
        return service, given.get("severity") or 1


class RoleForm(VerbForm):
    """A role: what it is called and what it does."""

    name = forms.CharField(label=_("Name"), max_length=60)
    duties = forms.CharField(
        label=_("What it does"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever gets the role reads this in the message that tells them."),
    )  # fmt: skip
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=50)


class GiveForm(IncidentForm):
    """Who has a role from now on."""

    button = _("Hand over")
    person = WorkerField(required=True, empty_label=_("Choose…"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["person", "seen"]

    near: list[Person] = []
    """Those who are likely to take it, to choose with one press."""


class SeenForm(IncidentForm):
    """Whom somebody saw holding a role before they pressed the button."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


def _sources() -> list[Any]:
    """Every way to fill a role but by a person, who is picked by name; in groups."""
    groups = (
        (_("On call"), Source.SCHEDULE, Schedule.objects.all()),
        (_("Asked for in a team"), Source.TEAM, Team.objects.all()),
    )
    plain = [(one.value, one.label) for one in (Source.RESPONDER, Source.ASKED, Source.NONE)]
    named = [(label, [(f"{source.value}:{row.pk}", str(row)) for row in rows]) for label, source, rows in groups]
    return [("", _("Left open")), *plain, *named]


def _pairs(choices: list[Any]) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list):
            yield from label
        else:
            yield value, str(label)
