"""Choosing a class of items: a tree, indented as it is read."""

from typing import Any

from django import forms

from watchkeep.estate.assets.models import ItemClass


class ClassField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the classes, by its short name."""

    def __init__(self, **named: Any) -> None:
        super().__init__(queryset=ItemClass.objects.all(), to_field_name="slug", **named)

    def label_from_instance(self, obj: ItemClass) -> str:
        """Its name, as far in as it stands in the tree."""
        return "\N{EN SPACE}\N{EN SPACE}" * obj.depth + str(obj)
