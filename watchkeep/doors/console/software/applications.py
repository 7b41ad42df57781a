"""Applications that identity providers tell of: what they mean, or that nobody needs to know."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.software import forms
from watchkeep.doors.console.software.views import tabs
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.models import Application
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel.pages import capped_count, keyset

STATES = {
    "unknown": gettext_lazy("Not known"), "known": gettext_lazy("Known"), "aside": gettext_lazy("Set aside"),
}  # fmt: skip


def applications(request: Request) -> HttpResponse:
    """Those that no rule reads, unless others are asked for; the most used first."""
    state = request.GET.get("state", "")
    state = state if state in STATES else "unknown"
    rows = queries.in_state(Application.objects.visible_to(request.actor), state)
    if text := request.GET.get("q", "").replace("\0", "").strip():
        rows = rows.filter(name__icontains=text)
    shown = rows.select_related("log", "product", "rule")
    words = {
        "page": keyset(shown, order=("-people_days", "id"), cursor=request.GET.get("cursor")),
        "count": capped_count(rows),
        "asked": request.GET,
        "state": state,
        "states": STATES.items(),
        "tabs": tabs(request),
        "manages": request.actor.may(P.MANAGE),
    }
    return render(request, "software/applications.html", words)


def correct(request: Request, pk: int) -> HttpResponse:
    """Say what it means."""
    request.actor.need(P.MANAGE)
    one = _found(request, pk)
    form = forms.CorrectForm.asked(request, initial=queries.suggested_for(one))
    if form.carries(lambda: life.correct_application(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("That is a rule now. Its like are read anew, and what waited is counted."))
        return redirect("console:software-applications")
    say = _("%(name)s, as %(log)s calls it") % {"name": one.name, "log": one.log.name}
    title, submit = _("What is this?"), _("That is what it means")
    return verbs.page(request, form, title=title, submit=submit, back=_list(), say=say)


def set_aside(request: Request, pk: int) -> HttpResponse:
    """Say why nobody needs to know it."""
    request.actor.need(P.MANAGE)
    one, form = _found(request, pk), forms.ReasonForm.asked(request)
    if form.carries(lambda: life.set_application_aside(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Set aside."))
        return redirect("console:software-applications")
    title, submit = _("Nobody needs to know it"), _("Set aside")
    return verbs.page(request, form, title=title, submit=submit, back=_list(), say=one.name)


def take_up(request: Request, pk: int) -> HttpResponse:
    """Let it wait again."""
    request.actor.need(P.MANAGE)
    one, form = _found(request, pk), VerbForm.asked(request)
    back = f"{_list()}?state=aside"
    if form.carries(lambda: life.take_application_up(one, by=request.actor)):
        return redirect(back)
    title, submit = _("Take it up again"), _("Take it up")
    return verbs.page(request, form, title=title, submit=submit, back=back, say=one.name)


def _list() -> str:
    return reverse("console:software-applications")


def _found(request: Request, pk: int) -> Application:
    return get_object_or_404(Application.objects.visible_to(request.actor).select_related("log"), pk=pk)
