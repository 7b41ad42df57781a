"""The form of a step: done by a person, or by the machine with the typed parameters of its action."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.parameters import LinesField, ParametersForm
from watchkeep.duty.automation import queries
from watchkeep.duty.automation.life import Act, Condition, Step
from watchkeep.duty.connections import queries as actions
from watchkeep.duty.connections.models import Connection

BY_HAND = "manual"
FAILURES = (
    ("stop", _("Stop, and wait until somebody decides")),
    ("go_on", _("Go on with the next step")),
    ("undo", _("Take back what was done so far")),
)
SEVERITIES = (("", _("Any severity")), ("1", _("SEV1 only")), ("2", _("SEV2 or worse")), ("3", _("SEV3 or worse")))
TIERS = (("", _("Any service")), ("1", _("Tier 1 only")), ("2", _("Tier 2 or more critical")),
         ("3", _("Tier 3 or more critical")))  # fmt: skip
PLAIN = (
    *("title", "instructions", "role", "together", "due_minutes", "due_from"),
    *("needs_evidence", "needs_approval", "on_failure", "undo"),
)


class StepForm(ParametersForm):
    """One step. ``how`` is the action that the machine does, or ``manual``."""

    title = forms.CharField(label=_("What to do"), max_length=160)
    instructions = forms.CharField(
        label=_("How"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Markdown. Commands to copy go on lines that begin with four spaces."),
    )  # fmt: skip
    after = forms.ChoiceField(label=_("Place"), required=False)
    connection = forms.ModelChoiceField(
        Connection.objects.none(), label=_("Connection"), empty_label=_("Choose one…"), to_field_name="name"
    )
    role = forms.ChoiceField(label=_("Whose step it is"), choices=list(queries.ROLES.items()), initial="responder")
    together = forms.BooleanField(label=_("At the same time as the step before it"), required=False)
    due_minutes = forms.FloatField(label=_("Due within (minutes)"), required=False, help_text=_("Empty: whenever."))
    due_from = forms.ChoiceField(
        label=_("counted from"),
        choices=(("ready", _("its turn")), ("start", _("the start of the run"))),
        required=False,
    )
    severity = forms.TypedChoiceField(
        label=_("Only for"), choices=SEVERITIES, coerce=int, empty_value=None, required=False
    )
    tier = forms.TypedChoiceField(label=_("and"), choices=TIERS, coerce=int, empty_value=None, required=False)
    condition = forms.MultipleChoiceField(
        label=_("Only if an earlier step was answered"), required=False, widget=forms.CheckboxSelectMultiple
    )
    answers = LinesField(
        label=_("Answers to choose from"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line. With two or more the step is a question, and later steps can depend on the answer."),
    )  # fmt: skip
    needs_evidence = forms.BooleanField(label=_("It wants evidence"), required=False)
    needs_approval = forms.BooleanField(label=_("Somebody else must approve it first"), required=False)
    on_failure = forms.ChoiceField(label=_("If it fails"), choices=FAILURES, initial="stop")
    undo = forms.CharField(
        label=_("How a person takes it back"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Empty: it stays as it is."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, how: str, steps: Sequence[Step], step: Step | None = None, **named: Any) -> None:
        self.how, self.was = how, step
        super().__init__(*args, parameters=() if how == BY_HAND else actions.fields_of(how), **named)
        self._draw_place(steps)
        self._draw_condition(steps)
        if how == BY_HAND or not actions.about(how).connects:
            del self.fields["connection"]
        else:
            usable = actions.usable_for(how)
            self.fields["connection"].queryset = usable  # type: ignore[attr-defined]
        if how != BY_HAND:
            del self.fields["answers"]

    @staticmethod
    def filled(step: Step, how: str) -> dict[str, Any]:
        """How a step fills the form in."""
        kept: dict[str, Any] = {name: getattr(step, name) for name in PLAIN} | {"seen": queries.mark_of(step)}
        kept["answers"] = list(step.answers)
        if (one := step.condition) is not None:
            kept |= {"severity": one.severity, "tier": one.tier}
            kept["condition"] = [_value(one.step, answer) for answer in one.answers]
        if step.action and step.action.name == how:
            kept |= {**step.action.parameters, "connection": step.action.connection}
        return kept

    def step(self, key: str = "") -> Step:
        """What was written, as a step of this short name."""
        given = self.cleaned_data
        return Step(
            key=key,
            **{name: given[name] for name in PLAIN if name != "due_from"},
            due_from=given["due_from"] or "ready",
            answers=tuple(given.get("answers", ())),
            condition=self._condition(given),
            action=self._act(given),
        )

    def clean_condition(self) -> list[str]:
        """Answers of one step: a step depends on one question."""
        chosen: list[str] = self.cleaned_data["condition"]
        if len({one.partition("|")[0] for one in chosen}) > 1:
            raise forms.ValidationError(_("Choose answers of one step only."))
        return chosen

    @property
    def of_machine(self) -> list[BoundField]:
        """The fields of the action."""
        first = [self["connection"]] if "connection" in self.fields else []
        return [*first, *(self[field.name] for field in self.parameters)]

    @property
    def asks_before(self) -> bool:
        """Whether an earlier step asks something on which this one can depend."""
        return bool(self.fields["condition"].choices)  # type: ignore[attr-defined]

    def _draw_place(self, steps: Sequence[Step]) -> None:
        if self.was is not None:
            del self.fields["after"]
            return
        places = [(step.key, _("After %(n)s. %(title)s") % {"n": n, "title": step.title}) for n, step in _each(steps)]
        self.fields["after"].choices = [("", _("At the beginning")), *places]  # type: ignore[attr-defined]
        self.fields["after"].initial = steps[-1].key if steps else ""

    def _draw_condition(self, steps: Sequence[Step]) -> None:
        own = next((n for n, step in _each(steps) if self.was and step.key == self.was.key), len(steps) + 1)
        asked = [(n, step) for n, step in _each(steps) if step.answers and n < own]
        offered = [(_value(step.key, one), f"{n}. {step.title}: {one}") for n, step in asked for one in step.answers]
        self.fields["condition"].choices = offered  # type: ignore[attr-defined]

    def _act(self, given: Mapping[str, Any]) -> Act | None:
        if self.how == BY_HAND:
            return None
        connection = given.get("connection")
        return Act(name=self.how, connection=connection.name if connection else "", parameters=self.given)

    @staticmethod
    def _condition(given: Mapping[str, Any]) -> Condition | None:
        chosen = [one.partition("|") for one in given["condition"]]
        found = Condition(
            severity=given["severity"],
            tier=given["tier"],
            step=chosen[0][0] if chosen else "",
            answers=tuple(answer for _key, _bar, answer in chosen),
        )
        return found if found != Condition() else None


def _each(steps: Sequence[Step]) -> Iterable[tuple[int, Step]]:
    return enumerate(steps, start=1)


def _value(key: str, answer: str) -> str:
    return f"{key}|{answer}"
