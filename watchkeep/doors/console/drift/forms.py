"""Forms of drift: why it is all right, which change it was, and what is watched."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console.forms import VerbForm
from watchkeep.estate.assets.models import ItemClass
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change, Watch


class ReasonForm(VerbForm):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class LinkForm(VerbForm):
    """Which change it was."""

    number = forms.CharField(label=gettext_lazy("Change"), max_length=20, help_text=gettext_lazy("Such as CHG-12."))
    reason = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.actor = actor

    def clean_number(self) -> Change:
        """The change of that number."""
        number = str(self.cleaned_data["number"]).strip().upper()
        found = Change.objects.visible_to(self.actor).filter(ticket__number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no change %(number)s.") % {"number": number})
        return found


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
