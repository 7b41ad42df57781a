"""One of the records of a sort that have names of their own: chosen from a list of few, typed among many."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.picking import PickField
from watchkeep.doors.ui.several import FEW, holding
from watchkeep.doors.ui.signs import Words

_DASHES = "---------"


class NamedField(PickField):
    """One of the records of a queryset. A form's own offers what there is when the form is made."""

    is_typed = False
    asks = _("Which one is meant")
    default_error_messages = {
        "invalid_choice": _("Nothing that can be chosen here is called “%(value)s”."),
        "unsure": _("Choose which one is meant."),
    }

    def __init__(
        self, queryset: QuerySet[Any], *, label_of_offers: Words, says_none: Words, empty_label: Words = "",
        **named: Any,
    ) -> None:  # fmt: skip
        self.placeholder = self.label_of_offers = label_of_offers
        self.says_none = says_none
        super().__init__(queryset, empty_label=empty_label, **named)
        self.empty_label = empty_label or _DASHES

    def __deepcopy__(self, memo: Any) -> Any:
        """A form's own, which offers what there is now."""
        own = super().__deepcopy__(memo)
        own.offer(own.rows)
        return own

    def offer(self, rows: QuerySet[Any]) -> None:
        """Let these be chosen from: in a list if they are few."""
        self.is_typed = rows[FEW : FEW + 1].exists()
        if not self.is_typed:
            a_list: Any = forms.Select()
            a_list.is_required = self.required
            self.widget = a_list
        self.queryset = rows

    def typed(self, row: Any) -> str:
        """Its name."""
        return str(row.name)

    def beside(self, row: Any) -> str:  # noqa: ARG002  # as it is asked
        """No other is called that."""
        return ""

    def named(self, text: str) -> QuerySet[Any]:
        """The one of exactly this name, or those but for capitals."""
        exact = self.rows.filter(name=text)
        return exact if exact.exists() else self.rows.filter(name__iexact=text)

    def alike(self, words: str) -> QuerySet[Any]:
        """Those whose names hold every word."""
        return holding(self.rows, words)

    def prepare_value(self, value: Any) -> Any:
        """What a list or a line begins with."""
        return super().prepare_value(value) if self.is_typed else forms.ModelChoiceField.prepare_value(self, value)

    def to_python(self, value: Any) -> Any:
        """What somebody chose or means."""
        return super().to_python(value) if self.is_typed else forms.ModelChoiceField.to_python(self, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another one is meant."""
        if self.is_typed:
            return super().has_changed(initial, data)
        return forms.ModelChoiceField.has_changed(self, initial, data)

    def _meant(self, text: str) -> list[Any]:
        """A name outranks a number: there may be one that is called 7."""
        return list(self.named(text)[:2]) or super()._meant(text)
