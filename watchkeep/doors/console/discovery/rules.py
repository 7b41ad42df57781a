"""When things are missing, and which values tell nothing apart."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.discovery.forms import NoticeForm, PatienceForm, PlaceholderForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel.pages import keyset

JUDGED = 10
"""So many marks are shown whose bearers were judged again last."""


def rules(request: Request) -> HttpResponse:
    """Both, on one page."""
    request.actor.need(P.SEE, _("see the rules of discovery"))
    words = {
        "patience": queries.patience(),
        "notices": queries.notices(),
        "page": keyset(queries.placeholders(), order=("kind", "value"), cursor=request.GET.get("cursor")),
        "judged": queries.judged_again()[:JUDGED],
        "crowds": queries.crowds()[:JUDGED],
        "names": dict(queries.MARKS),
        "may": request.actor.may(P.CONFIGURE),
    }
    return render(request, "discovery/rules.html", words)


def set_patience(request: Request) -> HttpResponse:
    """Say after how many days things of a class are missing."""
    request.actor.need(P.CONFIGURE, _("say when things are missing"))
    form = PatienceForm.asked(request)
    if form.carries(lambda: life.set_patience(by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:discovery_rules")
    return verbs.page(request, form, title=_("When things are missing"), submit=_("Save"), back=_back())


def set_notice(request: Request) -> HttpResponse:
    """Say how long before an end somebody hears of it."""
    request.actor.need(P.CONFIGURE, _("say when ends are told"))
    form = NoticeForm.asked(request)
    if form.carries(lambda: life.set_notice(by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:discovery_rules")
    return verbs.page(request, form, title=_("When ends are told"), submit=_("Save"), back=_back())


def add_placeholder(request: Request) -> HttpResponse:
    """Say that a value tells nothing apart."""
    request.actor.need(P.CONFIGURE, _("say what tells nothing apart"))
    form = PlaceholderForm.asked(request)
    if form.carries(lambda: life.add_placeholder(by=request.actor, **form.cleaned_data)):
        toast(request, _("It tells nothing apart from now on. What was matched by it is judged again."))
        return redirect("console:discovery_rules")
    return verbs.page(request, form, title=_("A placeholder"), submit=_("Add"), back=_back())


@require_POST
def remove_placeholder(request: Request, pk: int) -> HttpResponse:
    """It tells things apart after all."""
    request.actor.need(P.CONFIGURE, _("say what tells nothing apart"))
    life.remove_placeholder(get_object_or_404(queries.placeholders(), pk=pk), by=request.actor)
    toast(request, _("It tells things apart again. What bears it is judged again."))
    return redirect("console:discovery_rules")


def _back() -> str:
    return reverse("console:discovery_rules")
