"""The form of a layer: people in their order, the rhythm, and the times at which it counts.

It works without scripts: there are always a few empty places more than are taken, and empty ones do not count.
"""

from collections.abc import Iterator
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.foresight import CarefulForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.doors.ui.zones import ZoneField
from watchkeep.duty.oncall.life import Rhythm
from watchkeep.duty.oncall.models import Layer
from watchkeep.estate.people.models import Person

DAYS = [
    ("0", _("Mon")),
    ("1", _("Tue")),
    ("2", _("Wed")),
    ("3", _("Thu")),
    ("4", _("Fri")),
    ("5", _("Sat")),
    ("6", _("Sun")),
]
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
FEWEST_PLACES, SPARE_PLACES, SPARE_WINDOWS = 4, 2, 1
MOST = 60


class LayerForm(CarefulForm):
    """Who takes turns, how, and when not."""

    name = forms.CharField(label=_("Name"), max_length=80)
    every = forms.IntegerField(label=_("A shift lasts"), min_value=1, max_value=366, initial=1)
    unit = forms.ChoiceField(label=_("Unit"), choices=Layer.Unit.choices, initial=Layer.Unit.WEEKS)
    starts_on = forms.DateField(
        label=_("First hand-over on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    handover = forms.TimeField(label=_("Hand-over at"), widget=CLOCK, initial=time(9))
    time_zone = ZoneField(
        label=_("By the clock of"),
        nobody=_("the schedule"),
        help_text=_("A layer for each place, by that place's clock and only by its day, follows the sun."),
    )

    def __init__(self, *args: Any, people: int = 0, windows: int = 0, **named: Any) -> None:
        super().__init__(*args, **named)
        self.places = min(max(FEWEST_PLACES, people + SPARE_PLACES, self._sent("person-")), MOST)
        self.window_count = min(max(windows + SPARE_WINDOWS, self._sent("days-")), MOST)
        anybody = Person.objects.active()
        for place in range(self.places):
            label = _("Place %(n)d") % {"n": place + 1}
            self.fields[f"person-{place}"] = PersonField(anybody, label=label, required=False, empty_label=_("Nobody"))
        for place in range(self.window_count):
            self.fields[f"days-{place}"] = forms.MultipleChoiceField(
                label=_("On these days"), choices=DAYS, widget=forms.CheckboxSelectMultiple, required=False
            )
            self.fields[f"opens-{place}"] = forms.TimeField(label=_("From"), widget=CLOCK, required=False)
            self.fields[f"closes-{place}"] = forms.TimeField(label=_("Until"), widget=CLOCK, required=False)

    def _sent(self, prefix: str) -> int:
        """How many places of a kind came with the form."""
        numbers = [name.removeprefix(prefix) for name in self.data if name.startswith(prefix)]
        return max((int(number) + 1 for number in numbers if number.isascii() and number.isdigit()), default=0)

    @classmethod
    def filled(cls, layer: Layer) -> dict[str, Any]:
        """How a layer fills the form in, and how many places it takes."""
        people = [turn.person for turn in layer.turns.select_related("person").filter(person__is_active=True)]
        initial: dict[str, Any] = {"name": layer.name, "time_zone": layer.time_zone, **vars(layer.rhythm)}
        initial |= {f"person-{place}": person for place, person in enumerate(people)}
        for place, window in enumerate(layer.windows):
            initial[f"days-{place}"] = [str(day) for day in window["days"]]
            initial |= {f"opens-{place}": window["starts"], f"closes-{place}": window["ends"]}
        return {"initial": initial, "people": len(people), "windows": len(layer.windows)}

    def clean(self) -> dict[str, Any]:
        """A restriction needs its days and both its times, or nothing of them."""
        for place in range(self.window_count):
            parts = [self.cleaned_data.get(f"{kind}-{place}") for kind in ("days", "opens", "closes")]
            given = [part is not None and part != [] for part in parts]
            if any(given) and not all(given):
                self.add_error(f"days-{place}", ValidationError(_("Give the days and both times.")))
        return self.cleaned_data

    def verb(self) -> dict[str, Any]:
        """What the domain's verb is told."""
        given = self.cleaned_data
        rhythm = Rhythm(given["starts_on"], given["handover"], given["every"], given["unit"])
        people = [person for place in range(self.places) if (person := given[f"person-{place}"])]
        about = {"name": given["name"], "time_zone": given["time_zone"]}
        return {**about, "people": people, "rhythm": rhythm, "windows": list(self._windows())}

    def _windows(self) -> Iterator[dict[str, Any]]:
        for place in range(self.window_count):
            if days := self.cleaned_data[f"days-{place}"]:
                opens, closes = self.cleaned_data[f"opens-{place}"], self.cleaned_data[f"closes-{place}"]
                yield {
                    "days": [int(day) for day in days],
                    "starts": opens.isoformat("minutes"),
                    "ends": closes.isoformat("minutes"),
                }

    def people_fields(self) -> list[BoundField]:
        """The places in the rotation, as the template draws them."""
        return [self[f"person-{place}"] for place in range(self.places)]

    def window_fields(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """The restrictions, as the template draws them."""
        return [(self[f"days-{n}"], self[f"opens-{n}"], self[f"closes-{n}"]) for n in range(self.window_count)]
