"""Programs that hear facts, and where requests may go."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.webhooks.forms import EndpointForm, NetworkForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.connections import life as connections
from watchkeep.duty.connections import queries as networks
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.connections.permissions import P as Connections
from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import WebhookEndpoint
from watchkeep.duty.notify.permissions import P


def webhooks(request: Request) -> HttpResponse:
    """All programs, and the networks that are open."""
    request.actor.need(P.CONFIGURE, _("see webhooks"))
    context = {"endpoints": queries.endpoints(), "networks": networks.networks(), "fixed": networks.fixed_allowance()}
    return render(request, "webhooks/list.html", context)


def webhook(request: Request, pk: int) -> HttpResponse:
    """One program: its secret, what it hears, what became of the last messages."""
    endpoint = _found(request, pk)
    latest = queries.log(request.actor, endpoint=endpoint.pk)[:20]
    return render(request, "webhooks/one.html", {"endpoint": endpoint, "latest": latest})


def add(request: Request) -> HttpResponse:
    """Let a program hear facts."""
    request.actor.need(P.CONFIGURE, _("add webhooks"))
    form = EndpointForm.asked(request)
    made: list[WebhookEndpoint] = []
    if form.carries(lambda: made.append(life.add_endpoint(by=request.actor, **form.asked_for))):
        toast(request, _("Added. Give the program its signing secret."))
        return redirect("console:webhook", made[0].pk)
    return render(request, "webhooks/form.html", {"form": form}, status=form.status)


def change(request: Request, pk: int) -> HttpResponse:
    """Change name, address or interest."""
    endpoint = _found(request, pk)
    form = EndpointForm.asked(request, initial=EndpointForm.filled(endpoint))
    if form.carries(lambda: life.change_endpoint(endpoint, by=request.actor, **form.asked_for)):
        toast(request, _("Changed."))
        return redirect("console:webhook", pk)
    return render(request, "webhooks/form.html", {"form": form, "endpoint": endpoint}, status=form.status)


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    """Pause it, or let it hear again."""
    endpoint = _found(request, pk)
    verb = life.pause_endpoint if endpoint.is_active else life.resume_endpoint
    verb(endpoint, by=request.actor)
    toast(request, _("It hears facts again.") if endpoint.is_active else _("Paused."), undo=request.path)
    return redirect("console:webhook", pk)


@require_POST
def renew(request: Request, pk: int) -> HttpResponse:
    """Sign with a new secret."""
    life.renew_secret(_found(request, pk), by=request.actor)
    toast(request, _("There is a new secret. The program needs it before the next fact."))
    return redirect("console:webhook", pk)


@require_POST
def try_out(request: Request, pk: int) -> HttpResponse:
    """Send it a test."""
    life.try_endpoint(_found(request, pk), by=request.actor)
    toast(request, _("A test is on its way."))
    return redirect("console:webhook", pk)


def allow(request: Request) -> HttpResponse:
    """Open a private network to outgoing requests."""
    request.actor.need(Connections.NETWORKS, _("open networks"))
    form = NetworkForm.asked(request)
    if form.carries(lambda: connections.allow_network(by=request.actor, **form.cleaned_data)):
        toast(request, _("Open from now on."))
        return redirect("console:webhooks")
    return render(request, "webhooks/network.html", {"form": form}, status=form.status)


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Close it again."""
    connections.close_network(get_object_or_404(AllowedNetwork, pk=pk), by=request.actor)
    toast(request, _("Closed."))
    return redirect("console:webhooks")


def _found(request: Request, pk: int) -> WebhookEndpoint:
    request.actor.need(P.CONFIGURE, _("see webhooks"))
    return get_object_or_404(WebhookEndpoint, pk=pk)
