"""How one thing in the calendar is drawn: its sign, how it stands, when it is, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.ui import formats, signs
from watchkeep.doors.ui.signs import Sign
from watchkeep.kernel import clock
from watchkeep.work.changes.models import WENT_WRONG, Outcome
from watchkeep.work.changes.queries import Entry
from watchkeep.work.tickets.models import State

SORTS = {
    "change": Sign(gettext_lazy("Change"), "change", "blue"),
    "window": Sign(gettext_lazy("Maintenance"), "wrench", "violet"),
    "freeze": Sign(gettext_lazy("Freeze"), "lock", "red"),
}
ENDED_ICONS = {Outcome.SUCCESSFUL: "check", Outcome.BACKED_OUT: "undo", Outcome.FAILED: "cross"}
OVER = (State.EVALUATING, State.CLOSED)


@dataclass(frozen=True)
class Shown:
    """One entry as it is drawn: its sign, how it stands, its address, and where its bar lies in per cent."""

    entry: Entry
    icon: str
    tone: str
    sort: str
    href: str
    standing: str = ""
    look: str = ""
    """``is-now``, ``is-over``, ``is-draft`` or nothing."""
    x: str = "0"
    width: str = "0"
    when: str = ""
    """On the day that it is drawn on: from when until when; nothing where it lasts all day."""

    @property
    def whole(self) -> str:
        """All of it in a line, for whoever points at it."""
        said = (
            self.sort,
            " \N{EN DASH} ".join(formats.span(self.entry.starts_at, self.entry.ends_at)),
            self.entry.title,
        )
        return " \N{MIDDLE DOT} ".join(filter(None, (*said, self.standing)))


def shown(one: Entry, *, day: date | None = None, x: str = "0", width: str = "0") -> Shown:
    """An entry with its sign and its address, on a day or as a bar."""
    sign, look, standing = _standing(one)
    when = _when(one, day) if day else ""
    return Shown(one, sign.icon, sign.tone, str(SORTS[one.kind].label), _href(one), standing, look, x, width, when)


def midnight(day: date) -> datetime:
    """Midnight at the beginning of a day, in the reader's zone."""
    return timezone.make_aware(datetime.combine(day, time()))


def _standing(one: Entry) -> tuple[Sign, str, str]:
    """Its sign, its look, and how it stands in words."""
    if one.kind == "change":
        return _standing_of_change(one)
    sort, now = SORTS[one.kind], clock.now()
    if one.starts_at <= now < one.ends_at:
        return sort, "is-now", _("now")
    return (Sign("", sort.icon), "is-over", _("over")) if one.ends_at <= now else (sort, "", "")


def _standing_of_change(one: Entry) -> tuple[Sign, str, str]:
    state = signs.of_state(one.state)
    if one.state in OVER:
        words = str(Outcome(one.outcome).label if one.outcome else state.label)
        went_wrong = one.outcome in WENT_WRONG or one.is_backed_out or one.did_harm
        icon = ENDED_ICONS.get(Outcome(one.outcome), "warning") if one.outcome else state.icon
        if one.did_harm:
            icon, words = "warning", _("%(words)s, did harm") % {"words": words}
        return Sign("", icon, "orange" if went_wrong else "grey"), "is-over", words
    if one.state == State.IMPLEMENTING:
        words = _("being taken back") if one.is_backed_out else _("under way")
        words = _("%(words)s, past its time") % {"words": words} if one.is_late else words
        return Sign("", "undo" if one.is_backed_out else state.icon, "blue"), "is-now", words
    look = "is-draft" if one.state == State.DRAFT else ""
    return Sign("", state.icon, "grey" if look else "blue"), look, str(state.label)


def _href(one: Entry) -> str:
    if one.number:
        return reverse("console:change", args=[one.number])
    if one.plan:
        return reverse("console:maintenance-plan-page", args=[one.plan])
    return reverse("console:freezes" if one.kind == "freeze" else "console:maintenance")


def _when(one: Entry, day: date) -> str:
    """From when until when on that day; with nothing said it lasts all day."""
    first, last = (f"{timezone.localtime(at):%H:%M}" for at in (one.starts_at, one.ends_at))
    begins, ends = one.starts_at >= midnight(day), one.ends_at <= midnight(day + timedelta(days=1))
    if begins and ends:
        return first if one.is_late else f"{first}\N{EN DASH}{last}"
    if begins:
        return _("from %(time)s") % {"time": first}
    return _("until %(time)s") % {"time": last} if ends and not one.is_late else ""
