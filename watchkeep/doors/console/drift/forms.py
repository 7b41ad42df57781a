"""Forms of drift: why it is all right, which change it was, and what is watched."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui import formats
from watchkeep.doors.ui.picking import PickField
from watchkeep.estate.assets.models import ItemClass
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes import queries
from watchkeep.work.changes.models import Change, Drift, Watch


class ReasonForm(VerbForm):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class ChangeField(PickField):
    """A change, by its number or words of its title: those near what was found come first."""

    asks = gettext_lazy("Which change is meant")
    placeholder = gettext_lazy("Number or words of the title")
    label_of_offers = gettext_lazy("Changes")
    says_none = gettext_lazy("No change is called that.")
    default_error_messages = {
        "invalid_choice": gettext_lazy("There is no change “%(value)s”."),
        "unsure": gettext_lazy("Choose which change is meant."),
    }
    drift: Drift | None = None
    actor: Actor | None = None

    def nothing(self) -> QuerySet[Any]:
        """No change."""
        return Change.objects.none()

    def typed(self, row: Change) -> str:
        """Its number and title."""
        return self.called(row)

    def called(self, row: Change) -> str:
        """Its number and title."""
        return f"{row.number} {row.ticket.title}"

    def key(self, row: Change) -> object:
        """Its number."""
        return row.number

    def beside(self, row: Change) -> str:
        """How it stands, and when it was or will be carried out."""
        at = row.begun_at or row.starts_at
        return " · ".join([str(row.ticket.get_state_display()), *([formats.moment(at)] if at else [])])

    def _numbered(self, value: Any) -> Any:
        number = (str(value).split() or [""])[0].upper()
        return self.rows.filter(ticket__number__in=(number, f"CHG-{number}")).first()

    def _meant(self, text: str) -> list[Any]:
        return [one for one in (self._numbered(text),) if one]

    def _fitting(self, words: str) -> list[Any]:
        return queries.changes_near(self.drift, self.actor, words.strip()) if self.drift and self.actor else []


class LinkForm(VerbForm):
    """Which change it was."""

    number = ChangeField(
        label=gettext_lazy("Change"),
        help_text=gettext_lazy("Those on this item and what stands on it, and of that time, are offered first."),
    )
    reason = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, drift: Drift, **named: Any) -> None:
        super().__init__(*args, **named)
        field: Any = self.fields["number"]
        field.queryset, field.actor, field.drift = Change.objects.visible_to(actor), actor, drift


class WatchForm(VerbForm):
    """Which attributes of a class are watched."""

    cls = forms.ModelChoiceField(ItemClass.objects.none(), label=gettext_lazy("Class"))
    attributes = forms.CharField(
        label=gettext_lazy("Attributes"), max_length=2000,
        help_text=gettext_lazy("Separated by commas, such as kernel, disk, tags. “software” is what is installed."),
    )  # fmt: skip
    software = forms.CharField(
        label=gettext_lazy("Only such software"), max_length=2000, required=False,
        help_text=gettext_lazy("Patterns, separated by commas, such as linux-image-*. Empty: all of it."),
    )  # fmt: skip
    grace_minutes = forms.IntegerField(
        label=gettext_lazy("Grace after a change, in minutes"), min_value=0, max_value=43_200, initial=1560,
        help_text=gettext_lazy("So long after a change its traces are still found: agents report about once a day."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=gettext_lazy("In force"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, is_new: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        fields: dict[str, Any] = self.fields
        fields["cls"].queryset = ItemClass.objects.visible_to(actor)
        if not is_new:
            del self.fields["cls"]

    def given(self) -> dict[str, Any]:
        """What the verb needs to be told."""
        said = dict(self.cleaned_data)
        return said | {name: split(said[name]) for name in ("attributes", "software")}


def known(row: Watch) -> dict[str, Any]:
    """What a form begins with."""
    return {
        "attributes": ", ".join(row.attributes), "software": ", ".join(row.software),
        "grace_minutes": row.grace_minutes, "is_active": row.is_active,
    }  # fmt: skip


def split(text: str) -> list[str]:
    """Names, separated by commas, each once."""
    return list(dict.fromkeys(filter(None, (name.strip() for name in text.split(",")))))
