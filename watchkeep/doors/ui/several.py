"""Several records are chosen: few are ticked; of many one types a name at a time, and the chosen ones stand as chips.

What is typed is sent as well, so that it works without a script: a name that one record has is taken, and with
anything else the form comes back with those that fit, to tick.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.db.models.functions import Lower
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.picking import OFFERED
from watchkeep.doors.ui.signs import Words

FEW = 12
"""So many are ticked."""
MOST = 900
"""So many are taken from one form, which holds a thousand fields."""
TYPED = "-typed"
"""What the name of the field has added for what is being typed, which a form that is looked at leaves out."""


class SeveralInput(forms.TextInput):
    """The chosen ones as chips that are ticked, what fits where a name was none, and a line to type the next into."""

    def __init__(self, rows: QuerySet[Any], *, label: Words, none: Words) -> None:
        super().__init__({
            "autocomplete": "off", "spellcheck": "false", "maxlength": "200", "placeholder": label,
            "data-offers": label, "data-none": none, "data-whole": True, "data-several": True,
        })  # fmt: skip
        self.rows, self.label = rows, label

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002  # as Django asks
        """The names that are ticked, and the one that was typed last."""
        chosen = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        typed = str(data.get(f"{name}{TYPED}") or "").strip()
        return [*chosen, typed] if typed else [*chosen]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """All of it, as one control."""
        chosen, unknown = meant(self.rows, [value] if isinstance(value, str) else value or ())
        typed = unknown[-1] if unknown else ""
        line = super().render(f"{name}{TYPED}", typed, attrs, renderer)
        fitting = [] if not typed else [one for one in alike(self.rows, typed) if one not in chosen]
        chip = '<label class="chip"><input type="checkbox" name="{}" value="{}"{}><span>{}</span></label>'
        chips = format_html_join("", chip, [
            *((name, one.name, " checked", one.name) for one in chosen),
            *((name, one.name, "", one.name) for one in fitting),
        ])  # fmt: skip
        group = '<span class="picker"><span class="chips" role="group" aria-label="{}">{}</span>{}</span>'
        return format_html(group, self.label, chips, line)


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic when the program runs
    """Some of the records of a queryset, which is set by ``offer`` when it is known who asks."""

    widget: Any = forms.CheckboxSelectMultiple
    is_typed = False
    default_error_messages = {
        "unknown": _("Nothing that can be chosen here is called “%(value)s”."),
        "unsure": _("“%(value)s” is no whole name: tick what is meant, and clear the line."),
        "many": _("At most %(most)s at a time."),
    }

    def __init__(self, queryset: QuerySet[Any], *, label_of_offers: Words, says_none: Words, **named: Any) -> None:
        self.label_of_offers, self.says_none = label_of_offers, says_none
        super().__init__(queryset, **named)

    def __deepcopy__(self, memo: Any) -> Any:
        """A form's own, which offers what there is now."""
        own = super().__deepcopy__(memo)
        own.offer(own.rows)
        return own

    def offer(self, rows: QuerySet[Any]) -> None:
        """Let these be chosen from: ticked if they are few."""
        self.queryset = rows
        self.is_typed = rows[FEW : FEW + 1].exists()
        if self.is_typed:
            self.widget = SeveralInput(rows, label=self.label_of_offers, none=self.says_none)

    def offers(self, words: str) -> list[dict[str, str]]:
        """Those that fit what was typed so far."""
        return [{"text": one.name, "name": one.name, "words": ""} for one in alike(self.rows, words)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether others are meant."""
        if not self.is_typed:
            return super().has_changed(initial, data)
        was = [one if isinstance(one, Model) else int(one) for one in initial or ()]
        (before, _unknown), (now, unknown) = meant(self.rows, was), meant(self.rows, data or ())
        return bool(unknown) or {one.pk for one in before} != {one.pk for one in now}

    @property
    def rows(self) -> QuerySet[Any]:
        """Those that may be chosen."""
        rows: Any = self.queryset
        return rows  # type: ignore[no-any-return]  # there always are some to choose from

    def _check_values(self, value: Any) -> QuerySet[Any]:
        if not self.is_typed:
            return super()._check_values(value)  # type: ignore[misc, no-any-return]  # it is there, and its stub is not
        if len(value) > MOST:
            raise forms.ValidationError(self.error_messages["many"], code="many", params={"most": MOST})
        found, unknown = meant(self.rows, value)
        if unknown:
            code = "unsure" if alike(self.rows, unknown[-1]) else "unknown"
            raise forms.ValidationError(self.error_messages[code], code=code, params={"value": unknown[-1][:60]})
        return self.rows.filter(pk__in=[one.pk for one in found])


def meant(rows: QuerySet[Any], values: Iterable[Any]) -> tuple[list[Any], list[str]]:
    """The records that are meant by a name or else by their number, each once, and what means none of them.

    What is a number already, and no text, is the number of a record and no name.
    """
    given = [one.pk if isinstance(one, Model) else one for one in values]
    asked = list(dict.fromkeys(str(one).strip() for one in given))
    words = [one.strip().lower() for one in given if isinstance(one, str)]
    low: dict[str, list[Any]] = {}
    named = rows.alias(low_name=Lower("name")).filter(low_name__in=words)
    for row in named if words else ():
        low.setdefault(row.name.lower(), []).append(row)
    numbers = [int(one) for one in asked if one.isascii() and one.isdigit() and len(one) < 19]
    by_number = {str(row.pk): row for row in rows.filter(pk__in=numbers)} if numbers else {}
    found: dict[int, Any] = {}
    unknown = []
    for text in asked:
        if one := _one_of(low.get(text.lower(), ()), text) or by_number.get(text):
            found[one.pk] = one
        elif text:
            unknown.append(text)
    return sorted(found.values(), key=lambda one: str(one.name).lower()), unknown


def holding(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Those whose names hold every word."""
    for word in words.split()[:6]:
        rows = rows.filter(name__icontains=word)
    return rows


def alike(rows: QuerySet[Any], words: str) -> list[Any]:
    """Those whose names hold every word, so many at most."""
    return list(holding(rows, words).order_by("name", "pk")[:OFFERED])


def _one_of(rows: Sequence[Any], text: str) -> Any:
    """The one of exactly this name, or the only one but for capitals."""
    return next((one for one in rows if one.name == text), rows[0] if len(rows) == 1 else None)
