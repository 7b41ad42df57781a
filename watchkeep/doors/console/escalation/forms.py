"""Forms of the escalation pages. They work without scripts: a step that pages nobody does not count."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.foresight import CarefulForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.duty.oncall.life import Step, Target
from watchkeep.duty.oncall.models import Policy, Schedule
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service

ANY_SEVERITY = ("", _("Any severity"))
SEVERITIES = [ANY_SEVERITY, ("1", _("Only SEV1")), ("2", _("SEV2 and worse")), ("3", _("SEV3 and worse"))]
MINUTES = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
FEWEST_STEPS, SPARE_STEPS, FEWEST_TARGETS, MOST = 2, 1, 2, 30


class PolicyForm(CarefulForm):
    """A policy with its steps."""

    name = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(label=_("What for"), max_length=200, required=False)
    repeat = forms.IntegerField(
        label=_("Repeat"),
        min_value=0,
        max_value=9,
        initial=1,
        help_text=_("So many times again from the first step when nobody answers."),
    )
    is_default = forms.BooleanField(
        label=_("Default"),
        required=False,
        help_text=_("Answers for every service without a policy of its own."),
    )

    def __init__(self, *args: Any, steps: int = 0, targets: int = 0, people: int = 0, **named: Any) -> None:
        super().__init__(*args, **named)
        self.step_count = min(max(FEWEST_STEPS, steps + SPARE_STEPS, self._sent("wait-")), MOST)
        self.target_count = min(max(FEWEST_TARGETS, targets + 1, self._sent("target-0-")), MOST)
        self.person_count = min(max(FEWEST_TARGETS, people + 1, self._sent("person-0-")), MOST)
        self.everybody = Person.objects.active()
        whom, when = _whom(), _when()
        for step in range(self.step_count):
            self.fields |= self._step_fields(step, whom, when)

    def _step_fields(self, step: int, whom: list[Any], when: list[Any]) -> dict[str, forms.Field]:
        targets: dict[str, forms.Field] = {
            f"target-{step}-{n}": forms.ChoiceField(
                label=_("Page") if n == 0 else _("and"), choices=whom, required=False
            )
            for n in range(self.target_count)
        }
        people = {
            f"person-{step}-{n}": PersonField(
                self.everybody, label=_("and the person"), required=False, empty_label=_("Nobody")
            )
            for n in range(self.person_count)
        }
        return (
            targets
            | people
            | {
                f"wait-{step}": forms.FloatField(
                    label=_("Minutes to answer"),
                    min_value=0.25,
                    max_value=1440,
                    initial=5,
                    required=False,
                    widget=MINUTES,
                ),
                f"severity-{step}": forms.ChoiceField(label=_("For"), choices=SEVERITIES, required=False),
                f"when-{step}": forms.ChoiceField(label=_("When"), choices=when, required=False),
            }
        )

    def _sent(self, prefix: str) -> int:
        """How many of a kind came with the form."""
        numbers = [name.removeprefix(prefix) for name in self.data if name.startswith(prefix)]
        return max((int(number) + 1 for number in numbers if number.isascii() and number.isdigit()), default=0)

    @classmethod
    def filled(cls, policy: Policy) -> dict[str, Any]:
        """How a policy fills the form in, and how many places it takes."""
        plan = policy.plan()
        kept = ("name", "description", "repeat", "is_default")
        initial: dict[str, Any] = {name: getattr(policy, name) for name in kept}
        known = _known(plan.steps)
        for number, step in enumerate(plan.steps):
            shared = [f"{one.kind}:{one.id}" for one in step.targets if one.kind != "person"]
            alone = [known[one.id] for one in step.targets if one.kind == "person" and one.id in known]
            initial |= {f"target-{number}-{n}": one for n, one in enumerate(shared)}
            initial |= {f"person-{number}-{n}": one for n, one in enumerate(alone)}
            side = "out" if step.outside else "in"
            initial |= {
                f"wait-{number}": f"{step.wait_minutes:g}",
                f"severity-{number}": step.severity or "",
                f"when-{number}": f"{side}:{step.hours}" if step.hours else "",
            }
        kinds = [[one.kind == "person" for one in step.targets] for step in plan.steps]
        widest = [max((row.count(which) for row in kinds), default=0) for which in (False, True)]
        return {"initial": initial, "steps": len(plan.steps), "targets": widest[0], "people": widest[1]}

    def verb(self) -> dict[str, Any]:
        """What the domain's verb is told."""
        kept = ("name", "description", "repeat", "is_default")
        return {name: self.cleaned_data[name] for name in kept} | {"steps": list(self._steps())}

    def _steps(self) -> Iterator[Step]:
        for number in range(self.step_count):
            shared = [self.cleaned_data[f"target-{number}-{n}"] for n in range(self.target_count)]
            alone = [self.cleaned_data[f"person-{number}-{n}"] for n in range(self.person_count)]
            targets = [Target(kind, int(pk)) for kind, mark, pk in (one.partition(":") for one in shared) if mark]
            if targets := [*targets, *(Target("person", one.pk) for one in alone if one)]:
                yield self._step(number, targets)

    def _step(self, number: int, targets: list[Target]) -> Step:
        given = self.cleaned_data
        severity, (side, _colon, hours) = given[f"severity-{number}"], given[f"when-{number}"].partition(":")
        return Step(
            targets=tuple(targets),
            wait_minutes=given[f"wait-{number}"] or 5,
            severity=int(severity) if severity else None,
            hours=int(hours) if hours else None,
            outside=side == "out",
        )

    def step_fields(self) -> list[tuple[list[BoundField], list[BoundField], list[BoundField]]]:
        """Each step's targets, people and conditions, as the template draws them."""
        return [
            (
                [self[f"target-{number}-{n}"] for n in range(self.target_count)],
                [self[f"person-{number}-{n}"] for n in range(self.person_count)],
                [self[f"{kind}-{number}"] for kind in ("wait", "severity", "when")],
            )
            for number in range(self.step_count)
        ]


class AssignForm(CarefulForm):
    """Which policy answers for a service."""

    policy = forms.ModelChoiceField(
        Policy.objects.all(), label=_("Policy"), required=False, empty_label=_("The default one")
    )


class PreviewForm(forms.Form):
    """For which fault the way of its pages is shown."""

    service = forms.ModelChoiceField(Service.objects.active(), label=_("Service"), to_field_name="slug")
    severity = forms.TypedChoiceField(
        label=_("Severity"), coerce=int, choices=[(level, f"SEV{level}") for level in range(1, 5)]
    )


def _whom() -> list[Any]:
    """Whatever stands for somebody to page, in groups; people are picked by name."""
    groups = (
        (_("Whoever is on call"), "schedule", Schedule.objects.all()),
        (_("Teams"), "team", Team.objects.all()),
    )
    named = [(label, [(f"{kind}:{one.pk}", str(one)) for one in rows]) for label, kind, rows in groups]
    return [("", _("Nobody")), *named]


def _known(steps: Iterable[Step]) -> dict[int, Person]:
    """The people whom steps page, as long as they can be paged."""
    named = [one.id for step in steps for one in step.targets if one.kind == "person"]
    return Person.objects.active().in_bulk(named)


def _when() -> list[tuple[str, Any]]:
    choices: list[tuple[str, Any]] = [("", _("At any time"))]
    for hours in BusinessHours.objects.all():
        choices.append((f"in:{hours.pk}", _("In %(hours)s") % {"hours": hours}))
        choices.append((f"out:{hours.pk}", _("Outside %(hours)s") % {"hours": hours}))
    return choices
