"""The first page of the settings."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import context
from watchkeep.doors.console.asking import Request
from watchkeep.estate.people.permissions import P

TITLES = {
    "people": _("People and access"),
    "estate": _("Services and hours"),
    "work": _("Incidents"),
    "duty": _("Promises and paging"),
    "insight": _("Alerts"),
    "house": _("Watchkeep itself"),
}


def settings(request: Request) -> HttpResponse:
    """Everything that can be set and that the reader may see."""
    request.actor.need(P.SETTINGS, gettext("see the settings"))
    found: dict[str, list[object]] = {name: [] for name in TITLES}
    for group in context.groups(request.path, request.actor, "SETTINGS"):
        for drawn in group.entries:
            found.setdefault(drawn.entry.group, []).append(drawn.entry)
    groups = [(TITLES.get(name, name), entries) for name, entries in found.items() if entries]
    return render(request, "settings/page.html", {"groups": groups})
