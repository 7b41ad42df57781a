"""Somebody saved first: what was written in a form, beside what stands there now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from watchkeep.doors.ui import formats
from watchkeep.doors.ui.signs import Words
from watchkeep.kernel.errors import Stale


@dataclass(frozen=True)
class Row:
    """One field: what was written, and what stands there now where somebody else wrote something, too."""

    name: str
    label: Words
    written: str
    now: str
    is_clash: bool


def rows(form: forms.Form, no: Stale) -> list[Row]:
    """What was written, field by field, those that clash first; no secrets and no files."""
    found = [_row(form, name, no) for name in _shown(form, no)]
    return sorted(found, key=lambda row: not row.is_clash)


def _shown(form: forms.Form, no: Stale) -> Iterator[str]:
    """Those that somebody else wrote as well, and what else was written or changed."""
    told = {*form.changed_data, *no.current}
    for name, field in form.fields.items():
        widget = field.widget
        is_secret = isinstance(widget, forms.PasswordInput) or widget.is_hidden or isinstance(field, forms.FileField)
        if name in told and not is_secret:
            yield name


def _row(form: forms.Form, name: str, no: Stale) -> Row:
    field, is_clash = form.fields[name], name in no.current
    now = _said(field, no.current[name]) if is_clash else ""
    return Row(name, field.label or name, _said(field, form[name].value()), now, is_clash)


def _said(field: forms.Field, value: Any) -> str:
    """A value in the words of its field."""
    several = value if isinstance(value, list | tuple) else [value]
    known = {str(key): words for key, words in getattr(field, "choices", ())} if _has_few(field) else {}
    said = [
        formats.moment(one) if isinstance(one, datetime) else str(known.get(str(one), field.prepare_value(one)))
        for one in several if one not in field.empty_values
    ]  # fmt: skip
    return ", ".join(said) or _("nothing")


def _has_few(field: forms.Field) -> bool:
    """Whether its choices are a list of few rather than rows of a table."""
    return isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)
