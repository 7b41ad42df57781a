"""Numbers and times in words that people read: pure functions, the browser's twins are in times.js."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3600, 86400
MINUS = "\N{MINUS SIGN}"


def duration(seconds: float) -> str:
    """A length of time, in its two largest units: ``3 d 4 h``, ``2 h 14 min``, ``45 s``."""
    whole = int(abs(seconds))
    if whole < MINUTE:
        return _("%(n)d s") % {"n": whole}
    if whole < HOUR:
        return _("%(n)d min") % {"n": whole // MINUTE}
    if whole < DAY:
        return _two(_("%(n)d h"), whole // HOUR, _("%(n)d min"), whole % HOUR // MINUTE)
    return _two(_("%(n)d d"), whole // DAY, _("%(n)d h"), whole % DAY // HOUR)


def ago(at: datetime, now: datetime) -> str:
    """How long before (or until) ``at``; beyond thirty days the date itself, in the reader's zone."""
    seconds = (now - at).total_seconds()
    if abs(seconds) > 30 * DAY:
        return _day(timezone.localtime(at), "j M Y")
    if -10 < seconds < 45:
        return _("just now")
    amount = _rounded(abs(seconds))
    return (_("%(amount)s ago") if seconds > 0 else _("in %(amount)s")) % {"amount": amount}


def exact(at: datetime) -> str:
    """The full moment in the reader's zone, with the zone's name."""
    local = timezone.localtime(at)
    return f"{_day(local, 'D j M Y')}, {local:%H:%M:%S} {zone(at)}"


def moment(at: datetime, *, zoned: bool = False) -> str:
    """Date and time, short, in the reader's zone: ``23 Nov, 14:05``; other years say their year.

    ``zoned`` names the zone: ``23 Nov, 14:05 CET``.
    """
    local = timezone.localtime(at)
    this_year = local.year == timezone.localtime().year
    said = f"{_day(local, 'j M' if this_year else 'j M Y')}, {local:%H:%M}"
    return f"{said} {zone(at)}" if zoned else said


def span(starts_at: datetime, ends_at: datetime) -> tuple[str, str]:
    """From when and until when in the reader's zone, the day and the zone said once where they are the same."""
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    begins = moment(starts_at, zoned=zone(starts_at) != zone(ends_at))
    ends = f"{last:%H:%M} {zone(ends_at)}" if first.date() == last.date() else moment(ends_at, zoned=True)
    return begins, ends


def zone(at: datetime) -> str:
    """What the reader's zone is called at that moment: ``CET``; ``UTC-03`` where it has no letters."""
    name = timezone.localtime(at).tzname() or ""
    return f"UTC{name}" if name[:1] in {"+", "-"} else name


def money(amount: Decimal | float, currency: str = "€") -> str:
    """An amount without its cents from a hundred up: ``€1,240``, ``€9.50``."""
    exactly = abs(Decimal(amount))
    places = 0 if exactly >= 100 or exactly == int(exactly) else 2
    digits = f"{exactly:,.{places}f}"
    return f"{MINUS if amount < 0 else ''}{currency}{digits}"


def number(value: float) -> str:
    """A number with its thousands set apart."""
    return f"{value:,}"


def size(count: int) -> str:
    """A number of bytes, as people say it."""
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= step:
            return f"{count / step:.1f} {unit}".replace(".0 ", " ")
    return f"{count} B"


def _day(at: datetime, pattern: str) -> str:
    return _dated(at.date(), pattern, get_language())


@lru_cache(maxsize=2000)
def _dated(day: date, pattern: str, _language: str | None) -> str:
    """A date in words. A page says the same few again and again, and Django takes its time for each."""
    return formats.date_format(day, pattern)


def _rounded(seconds: float) -> str:
    minutes = round(seconds / MINUTE)
    if minutes < 60:
        return _("%(n)d min") % {"n": max(minutes, 1)}
    if seconds < DAY:
        return _("%(n)d h") % {"n": round(seconds / HOUR)}
    days = round(seconds / DAY)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _two(large: str, n: int, small: str, rest: int) -> str:
    return f"{large % {'n': n}} {small % {'n': rest}}" if rest else large % {"n": n}
