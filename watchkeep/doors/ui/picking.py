"""A record is picked by typing: a field that searches on the server, so that its page is as small among many.

What is typed is the answer: a name that one record has, its address or number, or both. A script offers who fits
while one types; without it the form comes back with those who fit, to choose from.
"""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Words
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person

ASKS = "offers-for"
"""The parameter by which a form's own address is asked who fits one of its fields; ``q`` is what was typed."""
OFFERED = 20


class Offers(Exception):  # noqa: N818  # an answer, and no error
    """A picker asked who fits: that is the answer, instead of the page."""

    def __init__(self, items: list[dict[str, str]]) -> None:
        super().__init__(items)
        self.items = items


class PickInput(forms.TextInput):
    """A line to type into, and below it those who fit when what was typed names nobody in particular."""

    fitting: tuple[tuple[object, str, str], ...] = ()
    """Whom or what it may be: number, name, and what else is told of it."""
    asks: Words = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002  # as Django asks
        """Which of those that fit was chosen, else what was typed."""
        given = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return next((one for one in reversed(given) if one), "")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Both, as one control."""
        line = super().render(name, value, attrs, renderer)
        only = " checked" if len(self.fitting) == 1 else ""
        rows = [(name, pk, only, words, beside) for pk, words, beside in self.fitting]
        choice = (
            '<label class="check"><input type="radio" name="{}" value="{}"{}>'
            '<span class="check-words">{}<span class="field-help">{}</span></span></label>'
        )
        group = '<span class="choices" role="radiogroup" aria-label="{}">{}</span>'
        fitting = format_html(group, self.asks, format_html_join("", choice, rows)) if rows else ""
        return format_html('<span class="picker">{}{}</span>', line, fitting)


class PickField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when the program runs
    """One of the records of a queryset, which may be set later, when it is known who asks.

    What it is about says how one is typed (``typed``), told from others (``beside``), meant and found.
    """

    widget = PickInput
    is_typed = True
    asks: Words = ""
    placeholder: Words = ""
    label_of_offers: Words = ""
    says_none: Words = ""

    def __init__(self, queryset: QuerySet[Any] | None = None, *, empty_label: Words = "", **named: Any) -> None:
        rows = self.nothing() if queryset is None else queryset
        super().__init__(rows, empty_label=str(empty_label) or None, **named)
        self.widget.asks = self.asks
        self.widget.attrs |= {
            "autocomplete": "off", "spellcheck": "false", "maxlength": "400",
            "placeholder": empty_label or self.placeholder, "data-offers": self.label_of_offers,
            "data-none": self.says_none, "data-whole": True,
        }  # fmt: skip

    def nothing(self) -> QuerySet[Any]:
        """No record at all."""
        raise NotImplementedError

    def typed(self, row: Any) -> str:
        """One as a line of text that means no other."""
        raise NotImplementedError

    def called(self, row: Any) -> str:
        """What one is called in a list of those who fit."""
        return str(row.name)

    def key(self, row: Any) -> object:
        """What the choice of one among those who fit sends."""
        return row.pk

    def beside(self, row: Any) -> str:
        """What tells one from others of its name."""
        raise NotImplementedError

    def named(self, text: str) -> QuerySet[Any]:
        """Those of exactly this name, or what else means one."""
        raise NotImplementedError

    def alike(self, words: str) -> QuerySet[Any]:
        """Those that fit what was typed so far; all of them when nothing was."""
        raise NotImplementedError

    def offers(self, words: str) -> list[dict[str, str]]:
        """Those that fit what was typed so far, by name; everything begins the list when nothing was."""
        return [
            {"text": self.typed(one), "name": self.called(one), "words": self.beside(one)}
            for one in self._fitting(words)
        ]

    def prepare_value(self, value: Any) -> Any:
        """Write one as it is typed; what was typed stays."""
        if isinstance(value, Model):
            return self.typed(value)
        found = self._numbered(value)
        return self.typed(found) if found else "" if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """What somebody means. What only fits is offered, and has to be chosen."""
        if value in self.empty_values:
            return None
        text = value if isinstance(value, Model) else str(value).strip()
        found = [text] if isinstance(text, Model) else self._meant(text)
        if len(found) == 1:
            return found[0]
        fitting: list[Any] = [*found] or self._fitting(str(text))
        self.widget.fitting = tuple((self.key(one), self.called(one), self.beside(one)) for one in fitting)
        raise forms.ValidationError(
            self.error_messages["unsure" if fitting else "invalid_choice"],
            code="unsure" if fitting else "invalid_choice", params={"value": str(text)[:60]},
        )  # fmt: skip

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another one is meant."""
        before = initial.pk if isinstance(initial, Model) else initial
        try:
            now = self.to_python(data)
        except forms.ValidationError:
            return True
        return str(now.pk if now else "") != str(before or "")

    @property
    def rows(self) -> QuerySet[Any]:
        """Those that may be chosen."""
        return self.nothing() if self.queryset is None else self.queryset

    def _meant(self, text: str) -> list[Any]:
        if numbered := self._numbered(text):
            return [numbered]
        return list(self.named(text).order_by("name", "pk")[:OFFERED])

    def _numbered(self, value: Any) -> Any:
        text = str(value)
        is_number = text.isascii() and text.isdigit() and len(text) < 19
        return self.rows.filter(pk=int(text)).first() if is_number else None

    def _fitting(self, words: str) -> list[Any]:
        return list(self.alike(words).order_by("name", "pk")[:OFFERED])


class PersonField(PickField):
    """Somebody, by name or address."""

    asks = _("Who is meant")
    placeholder = _("Name or e-mail address")
    label_of_offers = _("People")
    says_none = _("Nobody is called that.")
    default_error_messages = {
        "invalid_choice": _("Nobody who can be chosen here is called “%(value)s”."),
        "unsure": _("Choose who is meant."),
    }

    def __init__(self, queryset: QuerySet[Person] | None = None, **named: Any) -> None:
        super().__init__(queryset, **named)
        self.widget.attrs["autocapitalize"] = "words"

    def nothing(self) -> QuerySet[Any]:
        """Nobody."""
        return Person.objects.none()

    def typed(self, row: Person) -> str:
        """Their name and address, as in a mail."""
        return written(row)

    def beside(self, row: Person) -> str:
        """Their address and organisation."""
        return f"{row.email} · {row.organisation}"

    def named(self, text: str) -> QuerySet[Any]:
        """The one with this address, or all of exactly this name."""
        address = text.rpartition("<")[2].rstrip("> ")
        rows = self.rows.filter(email=address) if "@" in address else self.rows.filter(name__iexact=text)
        return rows.select_related("organisation")

    def alike(self, words: str) -> QuerySet[Any]:
        """Those whose name or address fits."""
        return people.alike(self.rows, words).select_related("organisation")


def written(person: Person) -> str:
    """Somebody as a line of text that means nobody else."""
    return f"{person.name} <{person.email}>"


def tell_where(form: forms.Form, request: HttpRequest) -> None:
    """Tell the pickers of a form where they ask; answer instead, if one of them is asking."""
    pickers: dict[str, Any] = {name: one for name, one in form.fields.items() if getattr(one, "is_typed", False)}
    asking = pickers.get(request.GET.get(ASKS, "")) if request.method == "GET" else None
    if asking:
        raise Offers(asking.offers(request.GET.get("q", "")[:100]))
    for name, field in pickers.items():
        field.widget.attrs["data-complete"] = f"{request.path}?{ASKS}={name}"
