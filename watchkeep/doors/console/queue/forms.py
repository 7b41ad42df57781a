"""Whose tickets are asked for, what can be asked for many of them at once, and what a macro does."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui import picking
from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.picking import PersonField
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.work.desk.life import KINDS, Order
from watchkeep.work.desk.models import Macro
from watchkeep.work.desk.permissions import P
from watchkeep.work.tickets.models import Kind
from watchkeep.work.tickets.permissions import P as Tickets

WAYS = (("", _("Write nothing")), ("reply", _("A reply, for the requester")), ("note", _("An internal note")))


class SomebodyForm(VerbForm):
    """Somebody whose tickets are asked for, typed: whoever works on tickets can be."""

    who = PersonField(label=_("Somebody else"), required=False)

    @classmethod
    def of(cls, request: Request) -> "SomebodyForm":
        """What the address of the queue says of it; empty most of the time."""
        form = cls(request.GET)
        is_asked = "who" in request.GET or picking.ASKS in request.GET
        if is_asked and request.actor.may(Tickets.ASSIGN):
            form.fields["who"].queryset = people.with_permission(Tickets.NOTE)  # type: ignore[attr-defined]
        picking.tell_where(form, request)
        return form

    @property
    def person(self) -> Person | None:
        """Who is meant; None for nobody, and while that is not sure."""
        found: Person | None = self.cleaned_data["who"] if self.is_valid() else None
        return found


class OrderForm(VerbForm):
    """What to do with a ticket, whatever its kind."""

    person = PersonField(label=_("Assignee"), required=False, empty_label=_("As it is"))
    to_nobody = forms.BooleanField(label=_("Take it from whoever has it"), required=False)
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False)
    service = forms.ModelChoiceField(Service.objects.none(), label=_("Service"), required=False)
    add_tags = forms.CharField(label=_("Add tags"), required=False, max_length=400)
    remove_tags = forms.CharField(label=_("Take off tags"), required=False, max_length=400)
    verb = forms.ChoiceField(label=_("Then"), required=False)
    words = forms.CharField(label=_("Why, or what was done"), required=False, max_length=200)
    way = forms.ChoiceField(label=_("Write"), required=False, choices=WAYS)
    body = forms.CharField(
        label=_("Text"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Placeholders such as {{ requester.first_name }} stand for each ticket's own."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        person: Any = self.fields["person"]
        person.queryset = people.with_permission(Tickets.NOTE)
        offered: dict[str, Any] = {
            "team": Team.objects.visible_to(actor),
            "service": Service.objects.visible_to(actor).active(),
        }
        for name, rows in offered.items():
            field: Any = self.fields[name]
            field.queryset, field.empty_label = rows, _("As it is")
        self.fields["verb"].choices = [("", _("Leave the state as it is")), *_verbs()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Some verbs need words, and a text needs readers."""
        given = super().clean() or {}
        needs = any(handle.verbs[given["verb"]].needs_words for handle in _having(given.get("verb")))
        if needs and not given.get("words"):
            self.add_error("words", _("This needs a few words."))
        if given.get("body") and not given.get("way"):
            self.add_error("way", _("Say whether it is a reply or a note."))
        return given

    def order(self) -> Order:
        """What was asked."""
        given = {name: self.cleaned_data[name] for name in Order.__dataclass_fields__ if name in self.cleaned_data}
        for name in ("person", "team", "service"):
            given[name] = given[name].pk if given.get(name) else None
        for name in ("add_tags", "remove_tags"):
            given[name] = tuple(given[name].lower().replace(",", " ").replace("#", "").split())
        if not given["body"].strip():
            given["way"] = given["body"] = ""
        return Order(**given)


class MacroForm(OrderForm):
    """A macro: its name, whose it is, and what it does."""

    name = forms.CharField(label=_("Name"), max_length=60)
    whose = forms.ChoiceField(label=_("Who uses it"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("For"), required=False, choices=Kind.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked is for every kind."),
    )  # fmt: skip
    to_me = forms.BooleanField(label=_("Give it to whoever applies it"), required=False)
    field_order = (
        "name", "whose", "kinds", "way", "body", "to_me", "person", "to_nobody", "team", "service", "add_tags",
        "remove_tags", "verb", "words",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, actor=actor, **named)
        teams = Team.objects.visible_to(actor)
        mine = teams if actor.may(P.SHARE_MACROS) else teams.filter(pk__in=actor.teams)
        choices = [("", _("Only me")), *((str(pk), name) for pk, name in mine.values_list("pk", "name"))]
        if actor.may(P.SHARE_MACROS):
            choices.append(("all", _("Everybody")))
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]

    def saved(self) -> dict[str, Any]:
        """What the verb takes."""
        given, whose = self.cleaned_data, self.cleaned_data["whose"]
        team = Team.objects.filter(pk=int(whose)).first() if whose.isdigit() else None
        return {
            "name": given["name"], "order": self.order(), "kinds": given["kinds"], "team": team,
            "is_shared": whose == "all",
        }  # fmt: skip


def begun(macro: Macro) -> dict[str, Any]:
    """What the form of a macro shows at first."""
    does = macro.does.kept()
    for name in ("add_tags", "remove_tags"):
        does[name] = " ".join(does.get(name, ()))
    whose = "all" if macro.is_shared else str(macro.team_id or "")
    return {**does, "name": macro.name, "kinds": macro.kinds, "whose": whose}


def _verbs() -> list[tuple[str, Any]]:
    """Each verb once, in the words of the first kind that has it."""
    found: dict[str, Any] = {}
    for handle in KINDS.values():
        for verb in handle.verbs:
            found.setdefault(verb, handle.steps[verb].label)
    return list(found.items())


def _having(verb: str | None) -> list[Any]:
    return [handle for handle in KINDS.values() if verb in handle.verbs]
