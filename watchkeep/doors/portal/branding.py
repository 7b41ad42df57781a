"""Which portal somebody stands in, and how it greets them."""

from typing import Any, cast

from django.http import HttpRequest

from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.people import door_of
from watchkeep.work.selfservice import queries
from watchkeep.work.selfservice.models import Portal

ACCENTS = {
    "indigo": "accent-indigo", "teal": "accent-teal", "green": "accent-green", "plum": "accent-plum",
    "rust": "accent-rust", "slate": "accent-slate",
}  # fmt: skip


def portal_of(request: HttpRequest) -> Portal:
    """The portal of whoever reads, asked once a request."""
    kept = getattr(request, "portal", None)
    if kept is None:
        kept = queries.portal_for(cast("Request", request).actor)
        request.portal = kept  # type: ignore[attr-defined]  # ours
    return cast("Portal", kept)


def brand(request: HttpRequest) -> dict[str, Any]:
    """What every page of a portal shows around its content; nothing elsewhere."""
    if door_of(request) != "portal" or not request.user.is_authenticated:
        return {}
    portal, actor = portal_of(request), cast("Request", request).actor
    return {
        "portal": portal,
        "accent": ACCENTS.get(portal.accent, ""),
        "reader": actor.name,
        "is_staff": queries.is_staff(actor),
    }
