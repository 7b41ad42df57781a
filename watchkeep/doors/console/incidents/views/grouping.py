"""Merging, parts and wholes, links, watchers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents import forms
from watchkeep.doors.console.incidents.views.going import carry, find, undo_at
from watchkeep.work.incidents import life
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Link


def merge(request: Request, number: str) -> HttpResponse:
    """It is the same as another one."""
    incident = find(request, number)
    form = forms.MergeForm.asked(request, incident=incident, actor=request.actor)
    return carry(
        request,
        incident,
        form,
        lambda: life.merge(incident, by=request.actor, into=form.cleaned_data["into"]),
        _("Merged."),
        undo=undo_at("incident-unmerge", incident),
    )


def unmerge(request: Request, number: str) -> HttpResponse:
    """It was another thing after all."""
    incident = find(request, number)
    form = forms.PlainForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Take it out again"), _("Unmerge")
    form.says = _("It was another thing after all, and stands again where it stood before.")
    return carry(
        request, incident, form, lambda: life.unmerge(incident, by=request.actor), _("It stands where it stood before.")
    )


def parent(request: Request, number: str) -> HttpResponse:
    """It is part of a larger incident."""
    incident = find(request, number)
    form = forms.ParentForm.asked(request, incident=incident, actor=request.actor)
    undo = undo_at("incident-parent", incident, parent=incident.parent.number if incident.parent else "")
    return carry(
        request,
        incident,
        form,
        lambda: life.set_parent(incident, by=request.actor, **form.cleaned_data),
        _("Set."),
        undo=undo,
    )


def link(request: Request, number: str) -> HttpResponse:
    """It has to do with another one."""
    incident = find(request, number)
    form = forms.LinkForm.asked(request, incident=incident, actor=request.actor)

    def act() -> None:
        given = form.cleaned_data
        tickets.link(incident.ticket, by=request.actor, other=given["other_number"], relation=given["relation"])

    return carry(request, incident, form, act, _("Linked."))


def unlink(request: Request, number: str, pk: int) -> HttpResponse:
    """Take a link away."""
    incident = find(request, number)
    link = get_object_or_404(Link.objects.filter(source=incident.pk) | Link.objects.filter(target=incident.pk), pk=pk)
    form = forms.PlainForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Take the link away"), _("Take it away")
    return carry(
        request,
        incident,
        form,
        lambda: tickets.unlink(incident.ticket, by=request.actor, link=link),
        _("The link is gone."),
    )


def watch(request: Request, number: str) -> HttpResponse:
    """Follow it."""
    incident = find(request, number)
    form = forms.PlainForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Watch"), _("Watch it")
    return carry(
        request,
        incident,
        form,
        lambda: tickets.watch(incident.ticket, by=request.actor, person=request.user),
        _("You watch it."),
        undo=undo_at("incident-unwatch", incident),
    )


def unwatch(request: Request, number: str) -> HttpResponse:
    """Follow it no longer."""
    incident = find(request, number)
    form = forms.PlainForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Stop watching"), _("Stop watching")
    return carry(
        request,
        incident,
        form,
        lambda: tickets.unwatch(incident.ticket, by=request.actor, person=request.user),
        _("You no longer watch it."),
        undo=undo_at("incident-watch", incident),
    )
