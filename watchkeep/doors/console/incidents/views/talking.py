"""Replies, notes, updates and files."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.desk import talking
from watchkeep.doors.console.incidents import forms
from watchkeep.doors.console.incidents.views.going import carry, find
from watchkeep.doors.ui import files
from watchkeep.kernel import clock
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Attachment, Comment


def reply(request: Request, number: str) -> HttpResponse:
    """Say something to everybody on the ticket."""
    incident = find(request, number)
    form = forms.ReplyForm.asked(request, incident=incident, actor=request.actor)

    return _said(request, incident, form, _("Reply sent."), partial(talking.reply, request))


def note(request: Request, number: str) -> HttpResponse:
    """Say something to ourselves."""
    incident = find(request, number)
    form = forms.NoteForm.asked(request, incident=incident, actor=request.actor)

    return _said(request, incident, form, _("Note saved."), partial(talking.note, request))


def update(request: Request, number: str) -> HttpResponse:
    """Tell those who wait how it stands."""
    incident = find(request, number)
    form = forms.UpdateForm.asked(request, incident=incident, actor=request.actor)

    def post(_ticket: Any, body: str) -> Comment:
        minutes = form.cleaned_data["next_in"] or 0
        next_at = clock.now() + timedelta(minutes=minutes) if minutes else None
        return life.post_update(incident, by=request.actor, body=body, next_update_at=next_at)

    return _said(request, incident, form, _("Update posted."), post)


def attach(request: Request, number: str) -> HttpResponse:
    """Add files without a word."""
    incident = find(request, number)
    form = forms.FilesForm.asked(request, incident=incident, actor=request.actor)

    @transaction.atomic
    def act() -> None:
        talking.attach(request, incident.ticket, form.cleaned_data["uploads"])

    return carry(request, incident, form, act, _("Attached."))


@require_POST
def pin(request: Request, number: str, entry: int) -> HttpResponse:
    """Pin an entry of the timeline, or take the pin away: whichever the button said."""
    incident = find(request, number)
    act = tickets.unpin if "away" in request.POST else tickets.pin
    act(incident.ticket, by=request.actor, entry=entry)
    return redirect(f"{reverse('console:incident', args=[incident.number])}#entry-{entry}")


def file(request: Request, number: str, pk: int) -> FileResponse:
    """Hand a file out: pictures to look at, everything else to keep; nothing as a page."""
    incident = find(request, number)
    found = get_object_or_404(Attachment.objects.visible_to(request.actor), ticket=incident.pk, pk=pk)
    return files.handed_out(found)


def _said(request: Request, incident: Incident, form: Any, words: Any, verb: Any) -> HttpResponse:
    @transaction.atomic
    def act() -> None:
        comment = verb(incident.ticket, form.cleaned_data["body"])
        talking.attach(request, incident.ticket, form.cleaned_data["uploads"], comment)

    return carry(request, incident, form, act, words, clears=f"{incident.number}:talk")
