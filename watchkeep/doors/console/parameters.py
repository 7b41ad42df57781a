"""Forms drawn from typed parameters: whatever the library says of a field becomes a field of Django's."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.duty.connections.queries import Field

MOST = 20_000


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def prepare_value(self, value: Any) -> Any:
        """As lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """A list; empty lines do not count."""
        return [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]


class PairsField(forms.CharField):
    """Texts by name, one pair a line."""

    def prepare_value(self, value: Any) -> Any:
        """As lines of a name and a value."""
        return "\n".join(f"{name}: {one}" for name, one in value.items()) if isinstance(value, Mapping) else value

    def clean(self, value: Any) -> Any:
        """A mapping. A line without a colon is wrong."""
        lines = [line.partition(":") for line in str(super().clean(value)).splitlines() if line.strip()]
        if any(not colon or not name.strip() for name, colon, _value in lines):
            raise forms.ValidationError(_("Write one “name: value” a line."))
        return {name.strip(): one.strip() for name, _colon, one in lines}


class ParametersForm(VerbForm):
    """A form with the fields that an action or a connection names, after those of its own."""

    def __init__(self, *args: Any, parameters: Iterable[Field], **named: Any) -> None:
        super().__init__(*args, **named)
        self.parameters = tuple(parameters)
        for field in self.parameters:
            self.fields[field.name] = drawn(field)

    @property
    def given(self) -> dict[str, Any]:
        """What was entered for the parameters."""
        return {field.name: self.cleaned_data[field.name] for field in self.parameters}


class SecretText(forms.Textarea):
    """A long secret, such as a key. Whatever was entered is never written into a page again."""

    def format_value(self, value: Any) -> str | None:  # noqa: ARG002  # Django's signature
        """Nothing."""
        return None


def drawn(field: Field) -> forms.Field:
    """One parameter as a form field."""
    common = {
        "label": field.label,
        "help_text": field.hint,
        "required": field.is_required,
        "initial": field.default,
    }
    if field.shape == "number":
        return forms.IntegerField(**common | {"required": True})
    if field.shape == "switch":
        return forms.BooleanField(**common | {"required": False})
    if field.shape == "choice":
        return forms.ChoiceField(choices=field.choices, **common | {"required": True})
    shapes = {"lines": LinesField, "pairs": PairsField}
    return shapes.get(field.shape, forms.CharField)(max_length=MOST, widget=_widget(field), **common)


def _widget(field: Field) -> forms.Widget:
    plain = {"spellcheck": "false", "autocomplete": "off"}
    if field.shape == "line":
        return forms.PasswordInput({"autocomplete": "new-password"}) if field.is_secret else forms.TextInput(plain)
    kind = SecretText if field.is_secret else forms.Textarea
    return kind({"rows": 4 if field.shape == "text" else 3, "class": "mono", **plain})
