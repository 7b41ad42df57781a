"""Forms of changes and their models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import naming
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.changes import writing
from watchkeep.doors.console.forms import MergingForm, PartedForm, ReasonForm, VerbForm, moment
from watchkeep.doors.ui import picking
from watchkeep.doors.ui.picking import PersonField
from watchkeep.doors.ui.register import ServicesField
from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.permissions import P as Estate
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change, ChangeModel, Kind, Outcome, PlanStep, StepState
from watchkeep.work.changes.queries import Question

__all__ = [
    "AmendForm", "CloseForm", "ModelForm", "PlanForm", "QuestionsForm", "ReasonForm", "RunForm", "StepForm",
    "SubmitForm", "VerbForm",
]  # fmt: skip
MOST_ITEMS = 200
NEEDED = ("purpose", "steps", "test_plan", "back_out_plan", "starts_at", "ends_at", "owner", "implementer")
"""What a draft may leave open, and others cannot judge it without."""
TAKEN_BACK = {Outcome.BACKED_OUT, Outcome.FAILED}


def prose(label: Any, *, rows: int = 3, required: bool = False, help_text: Any = "") -> forms.CharField:
    """A field for several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=20_000, widget=widget, help_text=help_text)


class StepsFields(forms.Form):
    """A plan as people write it: what a line asks of an action is looked at before it is kept."""

    def clean(self) -> dict[str, Any]:
        """Every action there is, and its parameters as they are read."""
        said = super().clean() or self.cleaned_data
        for name in writing.PARTS:
            if fault := next(writing.faults(said.get(name, "")), ""):
                self.add_error(name, fault)
        return said


class PlanFields(PartedForm, StepsFields):
    """What is planned of a change."""

    SECTIONS = (
        (_("What it is"), ("title", "kind", "purpose", "reason")),
        (_("What it touches"), ("services", "items")),
        (_("When"), ("starts_at", "ends_at", "outage_minutes", "is_public")),
        (_("How it is done, tested and taken back"),
         ("steps", "test_steps", "test_plan", "back_out_steps", "back_out_plan")),
        (_("Who"), ("owner", "implementer", "communication", "cost")),
    )  # fmt: skip
    title = forms.CharField(label=_("What is altered"), max_length=200)
    purpose = prose(_("Purpose"), help_text=_("What is better afterwards, and for whom."))
    reason = prose(_("Why now"), rows=2)
    services = ServicesField(Service.objects.none(), label=_("Services"), required=False)
    items = forms.CharField(
        label=_("Items"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Numbers or names, one a line. The map of an item leads here, too."),
    )  # fmt: skip
    steps = prose(
        _("Implementation, a step a line"),
        rows=4,
        help_text=_(
            "Each is ticked off as it is done. A line that begins with @ and the name of an action is done by that "
            "action; its parameters follow as JSON."
        ),
    )
    test_steps = prose(_("Test steps"), rows=2, help_text=_("What is tried afterwards, a step a line."))
    test_plan = prose(_("How one sees that it works"), help_text=_("What is to be seen then, in words."))
    back_out_steps = prose(_("Back-out steps"), rows=2, help_text=_("What is done to take it back, a step a line."))
    back_out_plan = prose(_("How it is taken back"), help_text=_("When it is, by what, and how long that takes."))
    starts_at = moment(_("From"), required=False)
    ends_at = moment(_("Until"), required=False)
    outage_minutes = forms.IntegerField(
        label=_("Expected outage in minutes"), min_value=0, max_value=43_200, required=False,
        help_text=_("With one, alerts of its services are quiet while it lasts."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=_("Announce it on the status page"), required=False,
        help_text=_("With an outage: announced, begun and ended there by itself, in words that name nothing internal. "
                    "Otherwise somebody publishes the draft of it."),
    )  # fmt: skip
    owner = PersonField(label=_("Owner"), required=False, empty_label=_("Nobody"))
    implementer = PersonField(label=_("Carried out by"), required=False, empty_label=_("Nobody"))
    cost = forms.DecimalField(label=_("Cost in euro"), min_value=0, max_digits=12, decimal_places=2, required=False)
    communication = prose(_("Who is told, and what"), rows=2)

    def begin(self, actor: Actor) -> None:
        """What can be chosen from."""
        self.actor = actor
        fields: dict[str, Any] = self.fields
        fields["services"].offer(Service.objects.visible_to(actor).active().order_by("name"))
        for name in ("owner", "implementer"):
            fields[name].queryset = Person.objects.visible_to(actor).active()
        if not actor.may(Estate.SAY_PUBLICLY):
            del self.fields["is_public"]
        for name in NEEDED:
            fields[name].needed_for = _("needed to submit it")

    def clean_items(self) -> list[Item]:
        """The items that are named, each once."""
        return naming.items_meant(self.cleaned_data["items"], self.actor, MOST_ITEMS)

    def clean_outage_minutes(self) -> int:
        """Nothing is no outage."""
        return self.cleaned_data["outage_minutes"] or 0

    def clean_cost(self) -> Any:
        """Nothing costs nothing."""
        return self.cleaned_data["cost"] or 0


class PlanForm(VerbForm, PlanFields):
    """A change to draw up."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, required=False)
    model = forms.ModelChoiceField(ChangeModel.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.begin(actor)
        fields: dict[str, Any] = self.fields
        fields["model"].queryset = ChangeModel.objects.visible_to(actor).active()

    @classmethod
    def taking_up(cls, request: Request, model: ChangeModel, first: Mapping[str, Any]) -> PlanForm:
        """The form as it was sent, with what a model says where nothing was written, or what a former model said."""
        given = request.POST.copy()
        former = ChangeModel.objects.visible_to(request.actor).filter(slug=given.get("liked", "")[:120]).first()
        said = writing.said_by(former) if former else {}
        for name, text in writing.said_by(model).items():
            written = "\n".join(given.get(name, "").split("\r\n"))
            if not written.strip() or written == said.get(name):
                given[name] = text
        given["model"], given["kind"] = str(first["model"]), str(first["kind"])
        form = cls(given, actor=request.actor)
        picking.tell_where(form, request)
        form.errors.clear()  # nothing has been sent yet
        return form

    def clean(self) -> dict[str, Any]:
        """Besides: what stands in braces in the title of a model is to be said."""
        said = super().clean() or self.cleaned_data
        model, title = said.get("model"), said.get("title", "")
        left = [one for one in writing.blanks(model.title) if one in title] if model else []
        if left:
            self.add_error("title", _("Say what stands in braces: %(left)s.") % {"left": ", ".join(left)})
        return said

    def given(self) -> dict[str, Any]:
        """What the verb is told."""
        said = dict(self.cleaned_data)
        plan = writing.plan_from(said)
        for name in writing.LINES:
            said.pop(name)
        return said | {"kind": said["kind"] or Kind.NORMAL, "plan": plan}


class AmendForm(MergingForm, PlanFields):
    """What is planned, to be planned otherwise."""

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.begin(actor)

    def amended(self) -> dict[str, Any]:
        """What was changed since the form was drawn."""
        said = self.changed()
        if writing.LINES & said.keys():
            lines = {name: self.cleaned_data[name] for name in writing.LINES}
            for name in writing.LINES:
                said.pop(name, None)
            said["plan"] = writing.plan_from(lines)
        return said


class SubmitForm(VerbForm):
    """Whether approval is asked for at once."""

    asks = forms.BooleanField(
        label=_("Ask for approval at once"), required=False, initial=True,
        help_text=_("Otherwise somebody looks at it first, and asks then."),
    )  # fmt: skip

    def begin(self, change: Change) -> None:
        """Nobody is asked about what was approved with its model."""
        if change.kind == Kind.STANDARD:
            del self.fields["asks"]


class CloseForm(VerbForm):
    """How it went."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    note = prose(_("How it went"), help_text=_("Needed unless a planned change was successful."))

    def begin(self, change: Change) -> None:
        """What was taken back was not successful, and only that was backed out."""
        outcome: Any = self.fields["outcome"]
        fitting = TAKEN_BACK if change.is_backed_out else set(Outcome) - {Outcome.BACKED_OUT}
        outcome.choices = [one for one in Outcome.choices if one[0] in fitting]


class StepForm(VerbForm):
    """How a step of the plan went."""

    state = forms.ChoiceField(label=_("The step"), choices=StepState.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"), max_length=1000, required=False, help_text=_("Needed for all but what is done.")
    )

    def begin(self, step: PlanStep) -> None:
        """What was said of it already can only be taken back."""
        state: Any = self.fields["state"]
        if step.is_said:
            state.choices, state.initial = [(StepState.OPEN, _("Open after all"))], StepState.OPEN
        else:
            state.choices = [one for one in StepState.choices if one[0] != StepState.OPEN]
            state.initial = StepState.DONE


class QuestionsForm(VerbForm):
    """What only a person knows of a risk."""

    def __init__(self, *args: Any, questions: Sequence[Question], **named: Any) -> None:
        super().__init__(*args, **named)
        for one in questions:
            choices = [(name, words) for name, (words, _weight) in one.choices.items()]
            self.fields[one.name] = forms.ChoiceField(
                label=one.words, choices=choices, widget=forms.RadioSelect, required=False
            )

    def answers(self) -> dict[str, str]:
        """What was answered."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class RunForm(VerbForm):
    """Whether only to see what would be sent."""

    is_dry_run = forms.BooleanField(label=_("Only show what would be sent"), required=False)


class ModelForm(VerbForm, StepsFields):
    """A model of changes."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = prose(_("When it is used"), rows=2)
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False)
    title = forms.CharField(label=_("Title of a change"), max_length=200, required=False)
    purpose = prose(_("Purpose"), rows=2)
    steps = prose(_("Implementation, a step a line"), rows=4)
    test_steps = prose(_("Test steps"), rows=2)
    test_plan = prose(_("How one sees that it works"), rows=2)
    back_out_steps = prose(_("Back-out steps"), rows=2)
    back_out_plan = prose(_("How it is taken back"), rows=2)
    communication = prose(_("Who is told, and what"), rows=2)
    length_minutes = forms.IntegerField(label=_("Takes so many minutes"), min_value=1, max_value=43_200, initial=60)
    outage_minutes = forms.IntegerField(label=_("Expected outage in minutes"), min_value=0, max_value=43_200, initial=0)
    promote_at = forms.IntegerField(
        label=_("May become standard after so many good runs"), min_value=1, max_value=500, initial=10
    )
    demote_under = forms.IntegerField(
        label=_("Stays standard while so many per cent go well"), min_value=1, max_value=100, initial=90
    )
    window_runs = forms.IntegerField(label=_("Of the last so many runs"), min_value=1, max_value=500, initial=20)

    def given(self) -> dict[str, Any]:
        """What the verb is told."""
        said = dict(self.cleaned_data)
        plan = writing.plan_from(said)
        for name in writing.LINES:
            said.pop(name)
        return said | {"plan": plan}
