"""Choosing from the register: a class from its tree, an item by typing, services from a list or by typing."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.named import NamedField
from watchkeep.doors.ui.picking import PickField
from watchkeep.doors.ui.several import SeveralField
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.services.models import Service

NO_SERVICE = _("No service is called that.")
_NUMBER = re.compile(r"\(?(CI-\d{1,12})\)?$", re.IGNORECASE)


class ClassField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when the program runs
    """One of the classes, by its short name; indented as the tree is read."""

    def __init__(self, **named: Any) -> None:
        super().__init__(queryset=ItemClass.objects.all(), to_field_name="slug", **named)

    def label_from_instance(self, obj: ItemClass) -> str:
        """Its name, as far in as it stands in the tree."""
        return "\N{EN SPACE}\N{EN SPACE}" * obj.depth + str(obj)


class ItemField(PickField):
    """One of the items that are looked after, by name or number."""

    asks = _("Which one is meant")
    placeholder = _("Name or number")
    label_of_offers = _("Items")
    says_none = _("Nothing is called that.")
    default_error_messages = {
        "invalid_choice": _("Nothing that can be chosen here is called “%(value)s”."),
        "unsure": _("Choose which one is meant."),
    }

    def __init__(self, queryset: QuerySet[Item] | None = None, **named: Any) -> None:
        super().__init__(Item.objects.active() if queryset is None else queryset, **named)

    def nothing(self) -> QuerySet[Any]:
        """No item."""
        return Item.objects.none()

    def typed(self, row: Item) -> str:
        """Its name and number."""
        return f"{row.name} ({row.number})"

    def beside(self, row: Item) -> str:
        """Its number and class."""
        return f"{row.number} · {row.cls}"

    def named(self, text: str) -> QuerySet[Any]:
        """The one with this number, or all of exactly this name."""
        number = _NUMBER.search(text)
        rows = self.rows.filter(number=number[1].upper()) if number else self.rows.filter(name=text)
        return rows.select_related("cls")

    def alike(self, words: str) -> QuerySet[Any]:
        """Those in which all these words stand."""
        return queries.alike(self.rows, words).select_related("cls")


class ServiceField(NamedField):
    """One of the services that are offered."""

    def __init__(self, queryset: QuerySet[Service] | None = None, **named: Any) -> None:
        rows = Service.objects.active().order_by("name") if queryset is None else queryset
        super().__init__(rows, label_of_offers=_("Name of a service"), says_none=NO_SERVICE, **named)


class ServicesField(SeveralField):
    """Some of the services that are offered."""

    def __init__(self, queryset: QuerySet[Service] | None = None, **named: Any) -> None:
        rows = Service.objects.active().order_by("name") if queryset is None else queryset
        super().__init__(rows, label_of_offers=_("Name of a service"), says_none=NO_SERVICE, **named)
