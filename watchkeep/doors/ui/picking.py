"""Somebody is picked by typing: a field that searches on the server, so that its page is as small among many people.

What is typed is the answer: a name that one person has, an address, or both as in a mail. A script offers who fits
while one types; without it the form comes back with those who fit, to choose from.
"""

from typing import Any

from django import forms
from django.db.models import QuerySet
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


class PersonInput(forms.TextInput):
    """A line to type into, and below it those who fit when what was typed names nobody in particular."""

    fitting: tuple[Person, ...] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002  # as Django asks
        """Whom one of those who fit was chosen as, else what was typed."""
        given = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return next((one for one in reversed(given) if one), "")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Both, as one control."""
        line = super().render(name, value, attrs, renderer)
        only = " checked" if len(self.fitting) == 1 else ""
        rows = [(name, one.pk, only, one.name, _beside(one)) for one in self.fitting]
        choice = (
            '<label class="check"><input type="radio" name="{}" value="{}"{}>'
            '<span class="check-words">{}<span class="field-help">{}</span></span></label>'
        )
        group = '<span class="choices" role="radiogroup" aria-label="{}">{}</span>'
        fitting = format_html(group, _("Who is meant"), format_html_join("", choice, rows)) if rows else ""
        return format_html('<span class="picker">{}{}</span>', line, fitting)


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when the program runs
    """One of the people of a queryset, which may be set later, when it is known who asks."""

    widget = PersonInput
    default_error_messages = {
        "invalid_choice": _("Nobody who can be chosen here is called “%(value)s”."),
        "unsure": _("Choose who is meant."),
    }

    def __init__(self, queryset: QuerySet[Person] | None = None, *, empty_label: Words = "", **named: Any) -> None:
        rows = Person.objects.none() if queryset is None else queryset
        super().__init__(rows, empty_label=str(empty_label) or None, **named)
        self.widget.attrs |= {
            "autocomplete": "off", "autocapitalize": "words", "spellcheck": "false", "maxlength": "400",
            "placeholder": empty_label or _("Name or e-mail address"), "data-offers": _("People"),
            "data-none": _("Nobody is called that."), "data-whole": True,
        }  # fmt: skip

    def offers(self, words: str) -> list[dict[str, str]]:
        """Those who fit what was typed so far, by name; everybody begins the list when nothing was."""
        return [{"text": written(one), "name": one.name, "words": _beside(one)} for one in self._fitting(words)]

    def prepare_value(self, value: Any) -> Any:
        """Write somebody as they are typed; what was typed stays."""
        if isinstance(value, Person):
            return written(value)
        found = self._numbered(value)
        return written(found) if found else "" if isinstance(value, int) else value

    def to_python(self, value: Any) -> Person | None:
        """Whom somebody means. Who only fits is offered, and has to be chosen."""
        if value in self.empty_values:
            return None
        text = value if isinstance(value, Person) else str(value).strip()
        found = [text] if isinstance(text, Person) else self._meant(text)
        if len(found) == 1:
            return found[0]
        fitting = tuple(found or self._fitting(str(text)))
        self.widget.fitting = fitting
        raise forms.ValidationError(
            self.error_messages["unsure" if fitting else "invalid_choice"],
            code="unsure" if fitting else "invalid_choice", params={"value": str(text)[:60]},
        )  # fmt: skip

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether somebody else is meant."""
        before = initial.pk if isinstance(initial, Person) else initial
        try:
            now = self.to_python(data)
        except forms.ValidationError:
            return True
        return str(now.pk if now else "") != str(before or "")

    @property
    def _rows(self) -> QuerySet[Person]:
        return Person.objects.none() if self.queryset is None else self.queryset

    def _meant(self, text: str) -> list[Person]:
        """The one with this number or address, or all of exactly this name."""
        if numbered := self._numbered(text):
            return [numbered]
        address = text.rpartition("<")[2].rstrip("> ")
        is_address = "@" in address
        rows = self._rows.filter(email=address) if is_address else self._rows.filter(name__iexact=text)
        return list(rows.select_related("organisation").order_by("name", "pk")[:OFFERED])

    def _numbered(self, value: Any) -> Person | None:
        text = str(value)
        is_number = text.isascii() and text.isdigit() and len(text) < 19
        return self._rows.filter(pk=int(text)).first() if is_number else None

    def _fitting(self, words: str) -> list[Person]:
        rows = people.alike(self._rows, words).select_related("organisation")
        return list(rows.order_by("name", "pk")[:OFFERED])


def written(person: Person) -> str:
    """Somebody as a line of text that means nobody else."""
    return f"{person.name} <{person.email}>"


def tell_where(form: forms.Form, request: HttpRequest) -> None:
    """Tell the pickers of a form where they ask; answer instead, if one of them is asking."""
    pickers = {name: field for name, field in form.fields.items() if isinstance(field, PersonField)}
    asking = pickers.get(request.GET.get(ASKS, "")) if request.method == "GET" else None
    if asking:
        raise Offers(asking.offers(request.GET.get("q", "")[:100]))
    for name, field in pickers.items():
        field.widget.attrs["data-complete"] = f"{request.path}?{ASKS}={name}"


def _beside(person: Person) -> str:
    return f"{person.email} · {person.organisation}"
