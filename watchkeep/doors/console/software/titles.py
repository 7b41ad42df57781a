"""Titles that nobody knows yet: what they mean, or that nobody needs to know."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.software import forms
from watchkeep.doors.console.software.views import tabs
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.models import Reading
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel.pages import capped_count, keyset


def unknown(request: Request) -> HttpResponse:
    """Titles that no rule reads, the most frequent first."""
    return _listed(request, Reading.objects.visible_to(request.actor).unknown(), "software/unknown.html")


def aside(request: Request) -> HttpResponse:
    """Titles that nobody needs to know."""
    return _listed(request, Reading.objects.visible_to(request.actor).exclude(set_aside=""), "software/aside.html")


def correct(request: Request, pk: int) -> HttpResponse:
    """Say what it means."""
    request.actor.need(P.MANAGE)
    reading = _found(request, pk)
    form = forms.CorrectForm.asked(request, initial=queries.suggested(reading))
    if form.carries(lambda: life.correct(reading, by=request.actor, **form.cleaned_data)):
        toast(request, _("That is a rule now. Titles that fit are read anew."))
        return redirect("console:software-unknown")
    back, say = reverse("console:software-unknown"), str(reading.title)
    return verbs.page(request, form, title=_("What is this?"), submit=_("That is what it means"), back=back, say=say)


def set_aside(request: Request, pk: int) -> HttpResponse:
    """Say why nobody needs to know it."""
    request.actor.need(P.MANAGE)
    reading, form = _found(request, pk), forms.ReasonForm.asked(request)
    if form.carries(lambda: life.set_aside(reading, by=request.actor, **form.cleaned_data)):
        toast(request, _("Set aside."))
        return redirect("console:software-unknown")
    back, say = reverse("console:software-unknown"), str(reading.title)
    return verbs.page(request, form, title=_("Nobody needs to know it"), submit=_("Set aside"), back=back, say=say)


def take_up(request: Request, pk: int) -> HttpResponse:
    """Let it wait again."""
    request.actor.need(P.MANAGE)
    reading, form = _found(request, pk), VerbForm.asked(request)
    if form.carries(lambda: life.take_up(reading, by=request.actor)):
        return redirect("console:software-aside")
    back, say = reverse("console:software-aside"), str(reading.title)
    return verbs.page(request, form, title=_("Take it up again"), submit=_("Take it up"), back=back, say=say)


def _listed(request: Request, rows: QuerySet[Reading], template: str) -> HttpResponse:
    if text := request.GET.get("q", "").replace("\0", "").strip():
        rows = rows.filter(title__name__icontains=text) | rows.filter(title__publisher__icontains=text)
    order = ("-installations", "title_id")
    words = {
        "page": keyset(rows.select_related("title"), order=order, cursor=request.GET.get("cursor")),
        "count": capped_count(rows),
        "asked": request.GET,
        "tabs": tabs(request),
        "manages": request.actor.may(P.MANAGE),
    }
    return render(request, template, words)


def _found(request: Request, pk: int) -> Reading:
    return get_object_or_404(Reading.objects.visible_to(request.actor).select_related("title"), pk=pk)
