"""A procedure and its versions, found among those that the reader may see."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from watchkeep.doors.console.asking import Request
from watchkeep.duty.automation.life import Step
from watchkeep.duty.automation.models import Procedure, Version
from watchkeep.duty.automation.permissions import P


def procedure(request: Request, slug: str) -> Procedure:
    """The procedure of this short name."""
    rows = Procedure.objects.visible_to(request.actor).select_related("owner_team")
    return get_object_or_404(rows, slug=slug)


def version(found: Procedure, number: int) -> Version:
    """One of its versions."""
    row: Version = get_object_or_404(found.versions.select_related("author", "publisher"), number=number)
    row.procedure = found
    return row


def step(written: Version, key: str) -> Step:
    """One step of a version."""
    for one in written.plan:
        if one.key == key:
            return one
    raise Http404


def may(request: Request) -> dict[str, Any]:
    """What the reader may do with procedures, for the buttons of a page."""
    return {"may_write": request.actor.may(P.WRITE), "may_publish": request.actor.may(P.PUBLISH)}
