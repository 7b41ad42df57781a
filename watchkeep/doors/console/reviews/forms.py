"""Forms of reviews, causes, actions and preventive tasks."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm, moment
from watchkeep.doors.ui.picking import PersonField
from watchkeep.doors.ui.register import ItemField, ServiceField
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Team
from watchkeep.estate.suppliers.models import Contract
from watchkeep.estate.suppliers.models import Kind as ContractKind
from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.models import ActionType, Category, Makes, Node, NodeKind, Origin, Review, Task
from watchkeep.insight.reviews.permissions import P
from watchkeep.work.changes.models import ChangeModel


def prose(
    label: Any, rows: int = 4, *, required: bool = True, help_text: Any = "", most: int | None = None
) -> forms.CharField:
    """A field for several lines, of so many characters at most."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=help_text, widget=area, max_length=most)


def day(label: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class WithPeople(VerbForm):
    """A form that names somebody: asked anew for each form, because roles change."""

    named: tuple[str, ...] = ("owner",)
    permission = P.SEE_ACTIONS

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in self.named:
            field: Any = self.fields[name]
            field.queryset = people.with_permission(self.permission)


class TextsForm(VerbForm):
    """The texts of a review."""

    narrative = prose(_("What happened"), 8, required=False)
    impact = prose(_("Impact"), 3, required=False)
    detection = prose(_("How we noticed"), 3, required=False)
    no_gap_reason = forms.CharField(
        label=_("Why detection had no gap"), required=False, max_length=300,
        help_text=_("Leave it empty when it had one, and record the gap among the causes."),
    )  # fmt: skip
    went_well = prose(_("What went well"), 3, required=False)
    went_badly = prose(_("What went badly"), 3, required=False)
    lucky = prose(_("Where we got lucky"), 3, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class OwnerForm(WithPeople):
    """Who sees to it, and until when."""

    permission = P.WRITE
    owner = PersonField(label=_("Owner"), required=False)
    due_at = moment(_("Due"))


class NoteForm(VerbForm):
    """A remark on an entry."""

    note = prose(_("Remark"), 3, required=False)


class EntryForm(VerbForm):
    """What no machine saw."""

    at = moment(_("When"))
    text = prose(_("What happened"), 3)


class CorrectionForm(VerbForm):
    """What an entry should have said."""

    text = prose(_("What really happened"), 3)
    at = moment(_("When it really happened"), required=False)
    reason = forms.CharField(label=_("How we know"), max_length=300)


class ParticipantForm(WithPeople):
    """Who takes part."""

    named = ("person",)
    permission = P.SIGN
    person = PersonField(label=_("Person"))
    must_sign = forms.BooleanField(label=_("Signs it off"), required=False)
    is_facilitator = forms.BooleanField(label=_("Leads the meeting"), required=False)


class MeetingForm(VerbForm):
    """When everybody meets."""

    at = moment(_("When"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=480, initial=60)
    place = forms.CharField(label=_("Place or link"), max_length=300, required=False)


class AddendumForm(VerbForm):
    """What became known afterwards."""

    text = prose(_("What became known"), 5)


class CauseForm(VerbForm):
    """Something that had a part in it."""

    kind = forms.ChoiceField(label=_("Part"), choices=NodeKind.choices)
    text = forms.CharField(label=_("What"), max_length=200)
    category = forms.ModelChoiceField(Category.objects.none(), label=_("Kind of cause"), required=False)
    led_to = forms.ModelChoiceField(
        Node.objects.none(), label=_("It led to"), required=False, empty_label=_("The incident itself")
    )
    is_missing = forms.BooleanField(label=_("The control was missing altogether"), required=False)
    service = ServiceField(label=_("Service"), required=False)
    item = ItemField(label=_("Item"), required=False, empty_label=_("None"))
    change = forms.CharField(label=_("Change that set it off"), max_length=200, required=False)
    detail = prose(_("In detail"), 3, required=False)

    def __init__(self, *args: Any, review: Review, node: Node | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        categories: Any = self.fields["category"]
        categories.queryset = Category.objects.usable().select_related("parent")
        led_to: Any = self.fields["led_to"]
        led_to.queryset = Node.objects.filter(review=review)
        if node:
            del self.fields["led_to"]
            self.initial = {**{name: getattr(node, name) for name in self.fields}, **self.initial}


class TieForm(VerbForm):
    """What something led to."""

    effect = forms.ModelChoiceField(Node.objects.none(), label=_("It led to"))

    def __init__(self, *args: Any, node: Node, **named: Any) -> None:
        super().__init__(*args, **named)
        effect: Any = self.fields["effect"]
        effect.queryset = Node.objects.filter(review=node.review).exclude(pk=node.pk)


class ActionForm(WithPeople):
    """A corrective action."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    type = forms.ChoiceField(label=_("Purpose"), choices=ActionType.choices)
    owner = PersonField(label=_("Owner"))
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False)
    due_on = day(_("Due on"))
    detail = prose(_("In detail"), 3, required=False)


class ReviewActionForm(ActionForm):
    """A corrective action of a review, which may be against one of its causes."""

    node = forms.ModelChoiceField(
        Node.objects.none(), label=_("Against"), required=False, empty_label=_("All that led to it"),
        help_text=_("The cause that it is to end."),
    )  # fmt: skip

    def __init__(self, *args: Any, review: Review, **named: Any) -> None:
        super().__init__(*args, **named)
        against: Any = self.fields["node"]
        against.queryset = Node.objects.filter(review=review)


class EvidenceForm(VerbForm):
    """How one can see that it is done."""

    evidence = prose(_("How one can see it"), 4, most=20_000)


REPEATS = [
    ("days", _("Every so many days")),
    ("workdays", _("Monday to Friday")),
    ("weeks", _("Every so many weeks, on weekdays")),
    ("months", _("Every so many months, on a day")),
    ("nth", _("Every so many months, on the first, second … weekday")),
    ("rule", _("By a rule")),
]
DAYS = list(WEEKDAYS.items())
NTH = [(1, _("first")), (2, _("second")), (3, _("third")), (4, _("fourth")), (queries.LAST, _("last"))]
CHOSEN = ("repeat", "every", "weekdays", "month_day", "nth", "weekday", "rule")


class TaskForm(WithPeople):
    """A preventive task."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    owner = PersonField(label=_("Owner"))
    service = ServiceField(label=_("Service"), required=False)
    item = ItemField(label=_("Item"), required=False, empty_label=_("None"))
    repeat = forms.ChoiceField(label=_("How often"), choices=REPEATS, initial="months")
    every = forms.IntegerField(label=_("Every so many"), min_value=1, max_value=365, initial=1)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"), choices=DAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    month_day = forms.IntegerField(
        label=_("Day of the month"), min_value=1, max_value=31, required=False,
        help_text=_("Empty: that of the first day. In a month that is too short it is the last day."),
    )  # fmt: skip
    nth = forms.TypedChoiceField(label=_("Which one"), choices=NTH, coerce=int, required=False)
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=DAYS, coerce=int, required=False)
    rule = forms.CharField(
        label=_("Rule"), max_length=200, required=False,
        help_text=_("An RRULE (RFC 5545) of whole days, such as FREQ=YEARLY;BYMONTH=3,9;BYDAY=1MO."),
    )  # fmt: skip
    starts_on = day(_("First on, or the first fitting day after it"))
    due_time = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("On the clock of the service or item. Empty: the end of the day."),
    )  # fmt: skip
    detail = prose(_("How"), 3, required=False)
    makes = forms.ChoiceField(
        label=_("What is made of it"), choices=Makes.choices, required=False,
        help_text=_("Made once for each day; when it is done, that is the evidence."),
    )  # fmt: skip
    model = forms.ModelChoiceField(
        ChangeModel.objects.active(), label=_("The change begins with"), required=False, empty_label=_("Nothing")
    )
    lead_days = forms.IntegerField(label=_("So many days ahead"), min_value=0, max_value=365, initial=7, required=False)
    contract = forms.ModelChoiceField(
        Contract.objects.all(), label=_("Because of the contract"), required=False, empty_label=_("None")
    )

    def clean(self) -> dict[str, Any]:
        """Turn what was chosen into a rule."""
        given = super().clean() or {}
        if given.get("lead_days") is None:
            given.pop("lead_days", None)
        chosen = {name: given.pop(name, None) for name in CHOSEN}
        if given.get("starts_on") and chosen["repeat"]:
            chosen["weekdays"] = tuple(chosen["weekdays"] or ())
            meant = {name: value for name, value in chosen.items() if value not in {None, ""}}
            given["rule"] = queries.rule_of(meant, given["starts_on"])
        return given

    @staticmethod
    def known(task: Task) -> dict[str, Any]:
        """What the form begins with."""
        names = (
            "title", "owner", "service", "item", "detail", "due_time", "makes", "model", "lead_days", "contract",
        )  # fmt: skip
        chosen = vars(queries.choice_of(task.rule))
        return {name: getattr(task, name) for name in names} | {"starts_on": task.next_on, **chosen}


class ProposalForm(VerbForm):
    """A kind of cause that is missing."""

    name = forms.CharField(label=_("Name"), max_length=80)
    parent = forms.ModelChoiceField(
        Category.objects.filter(parent=None, state="accepted"), label=_("Part of"), required=False
    )
    description = forms.CharField(label=_("Description"), max_length=300, required=False)
    why = forms.CharField(label=_("Why it is needed"), max_length=300)


class DecisionForm(VerbForm):
    """What becomes of a kind of cause."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class RequirementForm(VerbForm):
    """What a severity requires."""

    factors = forms.IntegerField(label=_("Contributing factors"), min_value=0, max_value=20)
    causes = forms.IntegerField(label=_("Underlying causes"), min_value=0, max_value=20)
    controls = forms.IntegerField(label=_("Failed or missing controls"), min_value=0, max_value=20)
    needs_gap = forms.BooleanField(label=_("The question of detection is answered"), required=False)
    actions = forms.IntegerField(label=_("Corrective actions with owner and date"), min_value=0, max_value=20)


class UpkeepForm(WithPeople):
    """What becomes a preventive task by itself."""

    name = forms.CharField(label=_("Name"), max_length=120)
    origin = forms.ChoiceField(label=_("It comes from"), choices=Origin.choices, widget=forms.RadioSelect)
    cls = forms.ModelChoiceField(
        ItemClass.objects.all(), label=_("Of items of this class and below"), required=False, empty_label=_("All")
    )
    contract_kind = forms.ChoiceField(
        label=_("Of contracts of this kind"), choices=[("", _("All")), *ContractKind.choices], required=False
    )
    title = forms.CharField(
        label=_("What is to be done"), max_length=150, help_text=_("The name of the service or item is added.")
    )
    detail = prose(_("How"), 3, required=False)
    owner = PersonField(label=_("Owner"))
    rule = forms.CharField(
        label=_("How often a contract asks for it"), max_length=200, required=False,
        help_text=_("An RRULE (RFC 5545) of whole days, such as FREQ=YEARLY;BYMONTH=3,9;BYDAY=1MO."),
    )  # fmt: skip
    lead_days = forms.IntegerField(label=_("So many days ahead"), min_value=1, max_value=365, initial=30)
    makes = forms.ChoiceField(label=_("What is made of it"), choices=Makes.choices, required=False)
    model = forms.ModelChoiceField(
        ChangeModel.objects.active(), label=_("The change begins with"), required=False, empty_label=_("Nothing")
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def clean_rule(self) -> str:
        """What is left out is once a year."""
        return self.cleaned_data["rule"] or "FREQ=YEARLY"
