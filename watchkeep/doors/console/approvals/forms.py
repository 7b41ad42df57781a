"""Forms of approvals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor


class AnswerForm(VerbForm):
    """Yes, or no and why. ``seen`` marks what was read."""

    answer = forms.ChoiceField(choices=[("yes", _("Approve")), ("no", _("Refuse"))])
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed to refuse. The requester reads it."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class DelegateForm(VerbForm):
    """To whom."""

    to = PersonField(label=_("Who should decide instead"))

    def __init__(self, *args: Any, actor: Actor, barred: list[int], **named: Any) -> None:
        super().__init__(*args, **named)
        people = Person.objects.visible_to(actor).active().exclude(pk__in=[*barred, actor.person or 0])
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class StandInForm(VerbForm):
    """Who, and from when to when."""

    deputy = PersonField(label=_("Who answers for me"))
    from_at = forms.DateTimeField(label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    until_at = forms.DateTimeField(label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        people = Person.objects.visible_to(actor).active().exclude(pk=actor.person or 0)
        self.fields["deputy"].queryset = people  # type: ignore[attr-defined]
