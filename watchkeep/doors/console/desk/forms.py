"""Forms of what every ticket has: others by their number, a part of the thread, a caller."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import rooms
from watchkeep.doors.console.desk.finding import seen
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.merging import JoiningForm
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.work.desk.life import BY_CALL
from watchkeep.work.tickets.models import Relation, Ticket

MOST = 8


class OtherForm(VerbForm):
    """Another ticket, by its number."""

    other = forms.CharField(label=_("Number"), max_length=20)

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.actor = actor
        self.fields["other"].widget.attrs.update({"autocomplete": "off", "autocapitalize": "characters"})

    def clean_other(self) -> Ticket | None:
        """The ticket behind the number."""
        number = self.cleaned_data["other"].strip().upper()
        if not number:
            return None
        found = seen(self.actor).filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no ticket with this number."))
        return found


class MergeForm(OtherForm, JoiningForm):
    """The ticket that is the same."""

    field_order = ("other", "all_the_same")

    def __init__(self, *args: Any, ticket: Ticket, **named: Any) -> None:
        super().__init__(*args, **named)
        self.ticket = ticket

    def clean(self) -> dict[str, Any]:
        """Who will not be told is said before."""
        given: dict[str, Any] = super().clean() or {}
        if into := given.get("other"):
            self.warn_of(self.ticket, into)
        return given


class ParentForm(OtherForm):
    """The larger ticket, or none."""

    other = forms.CharField(
        label=_("Larger ticket"), max_length=20, required=False, help_text=_("Leave it empty to take it out.")
    )


class LinkForm(OtherForm):
    """Another ticket, and how this one stands to it."""

    relation = forms.ChoiceField(label=_("This one"), choices=Relation.choices)
    field_order = ("relation", "other")


class SplitForm(VerbForm):
    """What the new ticket is."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["kind"].choices = _kinds()  # type: ignore[attr-defined]


class CallForm(VerbForm):
    """Who calls, and what they say, on one line."""

    line = forms.CharField(
        label=_("Who, and what they say"), max_length=2000,
        help_text=_("A name or an address, a colon, and what they say: Ines: cannot log in"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )  # fmt: skip
    caller = forms.ModelChoiceField(
        Person.objects.none(), label=_("Which of them"), required=False, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label=_("Makes"), required=False)
    channel = forms.ChoiceField(
        label=_("Came"), choices=(("phone", _("by telephone")), ("walk-in", _("in person"))), required=False
    )

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.actor = actor
        self.fields["kind"].choices = _kinds()  # type: ignore[attr-defined]
        self.fitting = self._fitting(str(self["line"].value() or "").partition(":")[0].strip())
        if len(self.fitting) > 1:
            caller: Any = self.fields["caller"]
            caller.queryset = Person.objects.filter(pk__in=[one.pk for one in self.fitting])
            caller.label_from_instance = lambda one: f"{one.name} · {one.organisation} · {one.email}"
            caller.empty_label = None
        else:
            del self.fields["caller"]

    def clean_line(self) -> str:
        """What they say; somebody must be named before it."""
        name, colon, says = self.cleaned_data["line"].partition(":")
        if not colon or not says.strip():
            raise forms.ValidationError(_("Write who calls, a colon, and what they say."))
        if not self.fitting:
            raise forms.ValidationError(_("Nobody here is called “%(name)s”.") % {"name": name.strip()[:60]})
        return str(says).strip()

    def clean(self) -> dict[str, Any]:
        """Of several people of that name one is chosen."""
        given = super().clean() or {}
        if "line" in given and "caller" in self.fields and not given.get("caller"):
            self.add_error("caller", _("Several people fit. Choose one."))
        return given

    def noted(self) -> dict[str, Any]:
        """What the verb takes."""
        given = self.cleaned_data
        return {
            "kind": given["kind"] or _kinds()[0][0], "caller": given.get("caller") or self.fitting[0],
            "says": given["line"], "channel": given["channel"] or "phone",
        }  # fmt: skip

    def _fitting(self, name: str) -> list[Person]:
        """Those with exactly this name or address; else those whose name or address holds it."""
        if not name:
            return []
        rows = Person.objects.visible_to(self.actor).active().select_related("organisation").order_by("name", "pk")
        exact = list(rows.filter(Q(name__iexact=name) | Q(email=name.lower()))[:MOST])
        return exact or list(people.alike(rows, name)[:MOST])


def _kinds() -> list[tuple[str, str]]:
    """What can be opened here, of the kinds that have pages."""
    return [(kind.value, str(kind.label)) for kind in BY_CALL if rooms.has_room(kind)]
