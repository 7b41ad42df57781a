"""Sign-in logs: which identity providers tell who signs in where, each with a key of its own."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.software import forms
from watchkeep.doors.console.software.views import tabs
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import Provider, SignInLog
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel.pages import capped_count, keyset

SAYS = {
    Provider.KEYCLOAK: gettext_lazy("Let an event listener that posts by HTTP send its events to this address."),
    Provider.OKTA: gettext_lazy("Make an event hook for “User single sign on to app” with this address."),
    Provider.ENTRA: gettext_lazy(
        "Send the sign-in logs of Graph, or a downloaded file (JSON or CSV), to this address by POST."
    ),
}


def logs(request: Request) -> HttpResponse:
    """All of them, from A to Z."""
    rows = SignInLog.objects.visible_to(request.actor)
    words = {
        "page": keyset(rows, order=("name", "id"), cursor=request.GET.get("cursor")),
        "count": capped_count(rows),
        "tabs": tabs(request),
        "manages": request.actor.may(P.MANAGE),
    }
    return render(request, "software/logs.html", words)


@never_cache
def add(request: Request) -> HttpResponse:
    """Let another provider tell, and show its key this once."""
    request.actor.need(P.MANAGE)
    form, made = forms.LogForm.asked(request), list[tuple[SignInLog, str]]()
    if form.carries(lambda: made.append(life.add_log(by=request.actor, **form.cleaned_data))):
        return _shown(request, *made[0])
    back = reverse("console:software-logs")
    return verbs.page(request, form, title=_("New sign-in log"), submit=_("Make it"), back=back)


@never_cache
def key(request: Request, pk: int) -> HttpResponse:
    """Make another key, and show it this once."""
    request.actor.need(P.MANAGE)
    log, form, made = _found(request, pk), VerbForm.asked(request), list[str]()
    if form.carries(lambda: made.append(life.make_log_key(log, by=request.actor))):
        return _shown(request, log, made[0])
    say, back = _("The former key opens nothing from then on."), reverse("console:software-logs")
    return verbs.page(request, form, title=_("New key"), submit=_("Make a new key"), back=back, say=say, danger=True)


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    """Listen to it no longer, or again."""
    log = _found(request, pk)
    life.switch_log(log, by=request.actor)
    toast(request, _("In use.") if log.is_active else _("Paused."))
    return redirect("console:software-logs")


def _shown(request: Request, log: SignInLog, plain: str) -> HttpResponse:
    address = f"{settings.BASE_URL}/sign-ins/{plain}"
    words = {"log": log, "plain": plain, "address": address, "says": SAYS[Provider(log.provider)]}
    return render(request, "software/key.html", words)


def _found(request: Request, pk: int) -> SignInLog:
    return get_object_or_404(SignInLog.objects.visible_to(request.actor), pk=pk)
