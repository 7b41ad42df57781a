"""Why a priority changes, in words with the figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.work.incidents.rules.pressure import Pressure
from watchkeep.work.incidents.rules.reach import Cause, Figures

LONGEST = 200
"""Characters that a fact keeps of a reason."""


@dataclass(frozen=True)
class Moves:
    """The services that joined and left, by name."""

    joined: Sequence[str] = ()
    left: Sequence[str] = ()


def reason(
    was: Figures | None,
    now: Figures,
    moves: Moves | None = None,
    causes: Iterable[Cause] = (),
    pressure: Pressure | None = None,
) -> str:
    """What is affected now and was before, who joined or left, and what presses.

    For example: 41,000 customers, was 12,000: Checkout EU joined; still spreading.
    """
    moves = moves or Moves()
    moved = [_("%(name)s joined") % {"name": name} for name in moves.joined]
    moved += [_("%(name)s left") % {"name": name} for name in moves.left]
    affected = ": ".join(filter(None, (", ".join(_figures(was, now)), ", ".join(moved))))
    pressing = [_pressing(cause, pressure) for cause in causes] if pressure else []
    return "; ".join(filter(None, (affected, *pressing)))[:LONGEST]


def calmer() -> str:
    """The words when nothing presses any more."""
    return _("what pressed has passed")


def _figures(was: Figures | None, now: Figures) -> list[str]:
    """Customers, then people, then money: what changed, or else the first that there is."""
    rows: list[tuple[Decimal | int, Decimal | int | None, str]] = [
        (now.customers, was.customers if was else None, _customers(now.customers)),
        (now.people, was.people if was else None, _people(now.people)),
        (now.value_per_hour, was.value_per_hour if was else None, _money(now.value_per_hour)),
    ]
    shown = [
        words if before is None else _("%(now)s, was %(was)s") % {"now": words, "was": _plain(before, value)}
        for value, before, words in rows
        if value != before and (value or before)
    ]
    return shown if was or len(shown) < 2 else shown[:1] + shown[-1:]


def _customers(count: int) -> str:
    return ngettext("%(n)s customer", "%(n)s customers", count) % {"n": f"{count:,}"}


def _people(count: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": f"{count:,}"}


def _money(value_per_hour: Decimal) -> str:
    return _("%(n)s EUR a minute") % {"n": _a_minute(value_per_hour)}


def _plain(before: Decimal | int, beside: Decimal | int) -> str:
    return _a_minute(before) if isinstance(beside, Decimal) else f"{before:,}"


def _a_minute(value_per_hour: Decimal | int) -> str:
    minute = Decimal(value_per_hour) / 60
    return f"{minute:,.0f}" if minute >= 10 or minute == int(minute) else f"{minute:,.2f}"


def _pressing(cause: Cause, pressure: Pressure) -> str:
    return {
        "joined": _("still spreading"),
        "alerts": _("%(n)s alerts in 15 minutes") % {"n": f"{pressure.alerts:,}"},
        "reports": _("%(n)s reports in 15 minutes") % {"n": f"{pressure.reports:,}"},
        "deadline": _deadline(pressure.deadline_minutes or 0),
        "stalled": _("no progress for %(n)s minutes") % {"n": f"{pressure.stalled_minutes or 0:,}"},
        "recovering": _("recovering"),
    }.get(cause.key, "")


def _deadline(minutes: int) -> str:
    return _("due in %(n)s minutes") % {"n": f"{minutes:,}"} if minutes > 0 else _("overdue")
