"""Pages on who looks after a list."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.reconciliation import forms
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.reconciliation import life
from watchkeep.estate.reconciliation.models import Keeper, Kind
from watchkeep.estate.reconciliation.permissions import P


def name(request: Request, kind: str) -> HttpResponse:
    """Let somebody look after a list."""
    request.actor.need(P.CONFIGURE, _("say who looks after the lists"))
    of, form = _kind(kind), forms.KeeperForm.asked(request, actor=request.actor)
    if form.carries(lambda: life.keep(of, by=request.actor, **form.cleaned_data)):
        toast(request, _("%(name)s is told each morning.") % {"name": form.cleaned_data["person"].name})
        return redirect("console:findings", kind)
    title, back = _("Who looks after: %(list)s") % {"list": of.label}, reverse("console:findings", args=[kind])
    say = _("Each morning they are told what is on the list.")
    return verbs.page(request, form, title=title, submit=_("Assign"), back=back, say=say)


@require_POST
def take_on(request: Request, kind: str) -> HttpResponse:
    """Look after a list oneself."""
    keeper = life.keep(_kind(kind), by=request.actor, person=request.user)
    toast(request, _("You are told each morning."), undo=reverse("console:finding-keeper-remove", args=[keeper.pk]))
    return redirect("console:findings", kind)


@require_POST
def let_go(request: Request, pk: int) -> HttpResponse:
    """Somebody looks after a list no longer."""
    request.actor.need(P.SEE)
    keeper = get_object_or_404(Keeper.objects.select_related("person"), pk=pk)
    life.let_go(keeper, by=request.actor)
    toast(request, _("%(name)s is told no more.") % {"name": keeper.person.name})
    return redirect("console:findings", keeper.kind)


def _kind(kind: str) -> Kind:
    if kind not in Kind.values:
        raise Http404
    return Kind(kind)
