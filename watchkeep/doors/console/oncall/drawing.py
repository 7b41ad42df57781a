"""A schedule as a drawing: where each bar lies, in per cent of the period. Pure geometry, drawn by the template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from watchkeep.duty.oncall.queries import Drawing, Shift

TONES = ("blue", "violet", "green", "amber", "orange", "grey")
ROOM_FOR_NAME, ROOM_FOR_FIRST_NAME, ROOM_FOR_INITIALS = 17, 8, 4.5
"""A bar of so many per cent has room for these."""


@dataclass(frozen=True)
class Bar:
    """One stretch of one row."""

    x: str
    width: str
    words: str
    title: str
    look: str


@dataclass(frozen=True)
class Row:
    """One line of the drawing: a layer, the overrides, or the final schedule."""

    name: str
    bars: list[Bar]
    is_final: bool = False


@dataclass(frozen=True)
class Tick:
    """The beginning of a day."""

    x: str
    label: str
    is_weekend: bool


@dataclass(frozen=True)
class Picture:
    """All of it."""

    rows: list[Row]
    ticks: list[Tick]
    now: str


class Scale:
    """Turns instants into places between the two ends of a period."""

    def __init__(self, starts_at: datetime, ends_at: datetime) -> None:
        self.starts_at, self.ends_at = starts_at, ends_at

    def share(self, at: datetime) -> float:
        """How far along the period an instant lies, in per cent."""
        return 100 * (at - self.starts_at) / (self.ends_at - self.starts_at)

    def place(self, at: datetime) -> str:
        """The same as an SVG length."""
        return f"{self.share(at):.3f}%"


def picture(drawn: Drawing, now: datetime) -> Picture:
    """Lay a schedule out: overrides and layers from the highest to the lowest, then what comes of them."""
    scale = Scale(drawn.starts_at, drawn.ends_at)
    looks = _looks([*(shift for _, row in drawn.layers for shift in row), *drawn.overrides])
    stand_ins = [Row(_("Standing in"), _bars(drawn.overrides, scale, looks))] if drawn.overrides else []
    layers = [Row(layer.name, _bars(shifts, scale, looks)) for layer, shifts in drawn.layers]
    final = Row(_("On call"), _bars(drawn.final, scale, looks), is_final=True)
    is_here = drawn.starts_at <= now < drawn.ends_at
    return Picture([*stand_ins, *layers, final], _ticks(scale), scale.place(now) if is_here else "")


def _bars(shifts: Sequence[Shift], scale: Scale, looks: dict[int, str]) -> list[Bar]:
    return [_bar(shift, scale, looks) for shift in shifts]


def _bar(shift: Shift, scale: Scale, looks: dict[int, str]) -> Bar:
    width = scale.share(shift.ends_at) - scale.share(shift.starts_at)
    name = shift.person.name if shift.person else _("Nobody")
    until = _("%(name)s from %(start)s to %(end)s") % {
        "name": name,
        "start": _spoken(shift.starts_at),
        "end": _spoken(shift.ends_at),
    }
    return Bar(
        x=scale.place(shift.starts_at),
        width=f"{width:.3f}%",
        words=_fitting(name, width, shortest=shift.person is not None),
        title=until,
        look=looks[shift.person.pk] if shift.person else "red is-gap",
    )


def _fitting(name: str, width: float, *, shortest: bool) -> str:
    """As much of a name as a bar of this width has room for; initials only of people (`shortest`)."""
    if width >= ROOM_FOR_NAME:
        return name
    if width >= ROOM_FOR_FIRST_NAME:
        return name.split(maxsplit=1)[0]
    initials = "".join(word[0] for word in name.split()[:2])
    return initials if shortest and width >= ROOM_FOR_INITIALS else ""


def _looks(shifts: Iterable[Shift]) -> dict[int, str]:
    """A tone for each person. Beyond six people tones come again; the name in the bar tells them apart."""
    people = sorted({shift.person.pk for shift in shifts if shift.person})
    return {person: TONES[place % len(TONES)] for place, person in enumerate(people)}


def _ticks(scale: Scale) -> list[Tick]:
    """One a day, at midnight in the reader's zone; when days are many, about eight of them have their date."""
    day, days = timezone.localtime(scale.starts_at).date(), []
    while (at := _midnight(day)) < scale.ends_at:
        if at >= scale.starts_at:
            days.append((at, day))
        day += timedelta(days=1)
    every = 1 if len(days) <= 8 else -(-len(days) // 8)
    return [
        Tick(
            x=scale.place(at),
            label=formats.date_format(day, "D j M" if len(days) <= 10 else "j M") if place % every == 0 else "",
            is_weekend=day.weekday() >= 5,
        )
        for place, (at, day) in enumerate(days)
    ]


def _midnight(day: object) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))  # type: ignore[arg-type]


def _spoken(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "D j M, H:i")
