"""The form of bulk editing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.incidents.bulk import VERBS, WITH_WORDS, Order
from watchkeep.doors.console.incidents.forms.base import WorkerField, teams
from watchkeep.work.incidents import life


class BulkForm(VerbForm):
    """What to do with each of the chosen incidents."""

    person = WorkerField()
    to_nobody = forms.BooleanField(label=_("Take it from whoever has it"), required=False)
    team = teams()
    add_tags = forms.CharField(label=_("Add tags"), required=False)
    remove_tags = forms.CharField(label=_("Take off tags"), required=False)
    verb = forms.ChoiceField(label=_("Then"), required=False)
    words = forms.CharField(label=_("Why, or what was done"), required=False, max_length=200)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        steps = [(verb, life.LIFE.steps[verb].label) for verb in VERBS]
        self.fields["verb"].choices = [("", _("Leave the state as it is")), *steps]  # type: ignore[attr-defined]
        self.fields["person"].empty_label = self.fields["team"].empty_label = _("As it is")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Some verbs need words."""
        given = super().clean() or {}
        if given.get("verb") in WITH_WORDS and not given.get("words"):
            self.add_error("words", _("This needs a few words."))
        return given

    def order(self) -> Order:
        """What was asked."""
        given = dict(self.cleaned_data)
        for name in ("add_tags", "remove_tags"):
            given[name] = tuple(given[name].lower().replace(",", " ").replace("#", "").split())
        return Order(**given)
