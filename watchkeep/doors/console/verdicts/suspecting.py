"""Saying in the incident room which change it was, and which it was not."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.insight.verdicts import life
from watchkeep.work.changes.models import Change
from watchkeep.work.incidents.models import Incident

SAYS: Mapping[str, tuple[Callable[..., None], Words]] = {
    "was-this": (life.name_suspect, _("It is on record: this change caused it.")),
    "not-this": (life.rule_out, _("It is on record: it was not this change.")),
    "again": (life.suspect_again, _("It may have been this change after all.")),
}


@require_POST
def say(request: Request, number: str, change: str, verb: str) -> HttpResponse:
    """Say it."""
    if verb not in SAYS:
        raise Http404
    incident = get_object_or_404(Incident.objects.visible_to(request.actor), ticket__number=number.upper())
    suspect = get_object_or_404(Change.objects.visible_to(request.actor), ticket__number=change.upper())
    act, words = SAYS[verb]
    act(incident, suspect, by=request.actor)
    toast(request, words)
    return redirect("console:incident", incident.number)
