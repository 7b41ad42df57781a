"""A time zone to choose: hundreds of them, written in one go."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _


def zones() -> list[tuple[str, str]]:
    """Every time zone that this machine knows by a place."""
    names = sorted(name for name in available_timezones() if "/" in name)
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class LongSelect(forms.Select):
    """A choice among hundreds: with a template for each of them a page takes a tenth of a second."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002  # needs none
        """The whole list, what is chosen marked."""
        chosen = "" if value is None else str(value)
        rows = ((key, SELECTED if key == chosen else "", said) for key, said in self.choices)
        options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        about = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", about, options)


SELECTED = SafeString(" selected")


class ZoneField(forms.ChoiceField):
    """Whose clock; ``nobody`` is what no choice of one's own is called, where that may be."""

    def __init__(self, *, nobody: Any = None, **named: Any) -> None:
        named = {"label": _("Time zone"), "widget": LongSelect, "required": nobody is None, **named}
        super().__init__(choices=lambda: [*([("", nobody)] if nobody else []), *zones()], **named)
