"""Forms of verbs: plain Django forms that can carry one out and show its no where it belongs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Self

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.ui import clashing, picking
from watchkeep.doors.ui.asking import Request
from watchkeep.kernel import clock
from watchkeep.kernel.errors import Refused, Stale, TooSoon

_DASHES = "---------"
"""What Django shows for nothing chosen, which says nothing."""


class VerbForm(forms.Form):
    """What a verb needs to be told. ``status`` is that of the page which draws the form again.

    A view asks ``form = ResolveForm.asked(request)``, goes on if ``form.carries(lambda: life.resolve(…))``, and else
    draws the form with ``status=form.status``. Drawn again it has the focus on the first field that is wrong
    (``points_at``).
    """

    status = 200
    points_at = ""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == _DASHES:
                field.empty_label = gettext_lazy("Choose one") if field.required else gettext_lazy("None")
            if isinstance(field, forms.CharField) and field.widget.attrs.get("maxlength") == str(field.max_length):
                del field.widget.attrs["maxlength"]  # a browser cuts without a word; what is too long is told instead

    @classmethod
    def asked(cls, request: Request, **named: Any) -> Self:
        """The form as it came with a POST, or an empty one that a GET's parameters begin to fill."""
        if request.method == "POST":
            form = cls(request.POST if not _undoes(request) else request.GET, request.FILES, **named)
        else:
            form = cls(initial={**_first(request), **named.pop("initial", {})}, **named)
        picking.tell_where(form, request)
        return form

    def full_clean(self) -> None:
        """Besides what each field asks: a day or a moment that people can have meant."""
        super().full_clean()
        for name, value in [*getattr(self, "cleaned_data", {}).items()]:
            if isinstance(value, date) and not _is_near(value):
                self.add_error(name, _("Give a day between 1970 and 2200."))

    def carries(self, act: Callable[[], object]) -> bool:
        """Do it, when the form is sent and right. What the domain refuses is shown on the form."""
        if not self.is_bound:
            return False
        if not self.is_valid():
            self.status = 422
            self._point()
            return False
        try:
            act()
        except Stale as no:
            if not self.keeps(no):
                raise Unsaved(no, clashing.rows(self, no)) from no
            self.status = 409
            return False
        except Refused as no:
            self.status = 422 if no.field else 429 if isinstance(no, TooSoon) else 409
            self.add_error(no.field if no.field in self.fields else None, no.message)
            self._point()
            return False
        return True

    def keeps(self, no: Stale) -> bool:  # noqa: ARG002  # a form that merges does
        """Whether it can be drawn again with what was written and sent once more, knowing what stands there now."""
        return False

    def _point(self) -> None:
        """Lead eyes and keys to what is wrong, wherever on the page it is; of several boxes to their frame."""
        seen = [bound for bound in self.visible_fields() if bound.errors]
        if not seen:
            return
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)
        self.points_at = seen[0].name
        if not isinstance(seen[0].field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            seen[0].field.widget.attrs["autofocus"] = True


class PartedForm(forms.Form):
    """A long form whose fields stand in parts, by what they are about."""

    SECTIONS: Sequence[tuple[Any, Sequence[str]]] = ()
    """Each part by its title, and the names of its fields in order."""

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Its parts with the fields that there are."""
        named = [(words, [self[name] for name in names if name in self.fields]) for words, names in self.SECTIONS]
        return [(words, fields) for words, fields in named if fields]


class MergingForm(VerbForm):
    """An edit that says only what was changed since the form was drawn, and which version was seen then.

    What others changed meanwhile stays; where both changed the same, the verb finds the clash.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in self.fields.keys() - {"version"}:
            self.fields[name].show_hidden_initial = True

    def keeps(self, no: Stale) -> bool:
        """Draw it with what was written, beside each field what stands there now; saving again is meant."""
        if no.version is None:
            return False
        data: Any = self.data
        self.data = data.copy()
        self.data["version"] = str(no.version)  # type: ignore[index]  # a copy can be written to
        rows = clashing.rows(self, no)
        self.add_error(None, f"{no.message} {_('Save again to put what you wrote in its place.')}")
        for row in rows:
            if row.is_clash:
                self.add_error(row.name, _("Meanwhile it says: %(now)s") % {"now": row.now})
        self._point()
        return True

    def changed(self) -> dict[str, Any]:
        """What was changed since the form was drawn, and the version that was seen."""
        return {name: self.cleaned_data[name] for name in {*self.changed_data, "version"}}


class Unsaved(Stale):
    """Somebody saved first, and this was written meanwhile: shown, so that it is not lost."""

    def __init__(self, no: Stale, written: list[clashing.Row]) -> None:
        super().__init__(no.message, current=no.current, version=no.version)
        self.written = written


class ReasonForm(VerbForm):
    """Why, for verbs that ask for nothing else."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


def moment(label: Any, *, required: bool = True) -> forms.DateTimeField:
    """A field for a moment on the reader's clock, to the minute."""
    return forms.DateTimeField(label=label, widget=_picker(), required=required)


class WallField(forms.DateTimeField):
    """What a clock on the wall shows somewhere else, to the minute: ``on`` says what moment that is there."""

    def __init__(self, **named: Any) -> None:
        super().__init__(widget=_picker(), **named)

    def to_python(self, value: Any) -> datetime | None:
        """Take it as it is written, which no zone's night of changing clocks can refuse."""
        with timezone.override(UTC):
            return super().to_python(value)

    @staticmethod
    def on(wall: datetime, zone: tzinfo) -> datetime:
        """The moment at which the clock of that zone shows it."""
        return wall.replace(tzinfo=zone)


def _picker() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _is_near(value: date) -> bool:
    """Beyond these years zones and databases run out of calendar."""
    return clock.EARLIEST.year <= value.year < clock.LATEST.year


def _undoes(request: Request) -> bool:
    """An undo is a POST whose address says everything."""
    return "undo" in request.GET


def _first(request: Request) -> Mapping[str, Any]:
    return {name: request.GET[name] for name in request.GET}
