"""Rhythm and restrictions of a layer in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.doors.console.oncall.forms.layers import DAYS
from watchkeep.duty.oncall.models import Layer


def rhythm(layer: Layer) -> str:
    """How long a shift lasts, and when it is handed over."""
    lasts = {
        Layer.Unit.HOURS: ngettext("%(n)d hour each", "%(n)d hours each", layer.every),
        Layer.Unit.DAYS: ngettext("%(n)d day each", "%(n)d days each", layer.every),
        Layer.Unit.WEEKS: ngettext("%(n)d week each", "%(n)d weeks each", layer.every),
    }[Layer.Unit(layer.unit)] % {"n": layer.every}
    words = _("%(lasts)s, hand-over at %(time)s") % {"lasts": lasts, "time": f"{layer.handover:%H:%M}"}
    return f"{words} ({layer.time_zone.replace('_', ' ')})" if layer.time_zone else words


def restrictions(layer: Layer) -> str:
    """When a layer counts; nothing when it always does."""
    return "; ".join(
        _("%(days)s, %(start)s to %(end)s")
        % {"days": days_of(window["days"]), "start": window["starts"][:5], "end": window["ends"][:5]}
        for window in layer.windows
    )


def days_of(days: list[int]) -> str:
    """Days of the week: ``Mon to Fri``, ``Sat, Sun``."""
    taken, runs = sorted(days), list[list[int]]()
    for day in taken:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    first, last = str(DAYS[run[0]][1]), str(DAYS[run[-1]][1])
    if len(run) > 2:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    return first if len(run) == 1 else f"{first}, {last}"
