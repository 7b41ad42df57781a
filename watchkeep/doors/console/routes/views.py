"""Routes in their order, and the form of one with its preview."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.routes.forms import RouteForm, initial
from watchkeep.doors.ui.toasts import toast
from watchkeep.insight.detection import life, queries
from watchkeep.insight.detection.models import Route
from watchkeep.insight.detection.permissions import P


def routes(request: Request) -> HttpResponse:
    """All routes, in the order in which they are asked."""
    request.actor.need(P.SEE_INTEGRATIONS, _("see routes"))
    rows = Route.objects.select_related("integration", "service", "policy")
    return render(request, "routes/list.html", {"rows": rows, "may": request.actor.may(P.CONFIGURE)})


def add(request: Request) -> HttpResponse:
    """A new route, at the end."""
    request.actor.need(P.CONFIGURE, _("set up routes"))
    form = RouteForm.asked(request)
    if "preview" in request.POST:
        return _preview(request, form, Route())
    if form.carries(lambda: life.add_route(by=request.actor, **form.cleaned_data)):
        toast(request, _("The route is in force."))
        return redirect("console:routes")
    return render(request, "routes/form.html", {"form": form}, status=form.status)


def change(request: Request, pk: int) -> HttpResponse:
    """One route, to read and to change."""
    request.actor.need(P.CONFIGURE, _("set up routes"))
    route = get_object_or_404(Route, pk=pk)
    form = RouteForm.asked(request, initial=initial(route))
    if "preview" in request.POST:
        return _preview(request, form, route)
    if form.carries(lambda: life.change_route(route, by=request.actor, **form.cleaned_data)):
        toast(request, _("Changed."))
        return redirect("console:routes")
    return render(request, "routes/form.html", {"form": form, "route": route}, status=form.status)


@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """Ask it earlier, or later."""
    life.move_route(get_object_or_404(Route, pk=pk), by=request.actor, up="up" in request.POST)
    return redirect("console:routes")


def remove(request: Request, pk: int) -> HttpResponse:
    """Take it away."""
    route = get_object_or_404(Route, pk=pk)
    form, back = VerbForm.asked(request), reverse("console:routes")
    if form.carries(lambda: life.remove_route(route, by=request.actor)):
        toast(request, _("The route is gone."))
        return redirect("console:routes")
    say = _("Alerts that it led go on as they are; the next ones ask the routes that remain.")
    return verbs.page(request, form, title=_("Remove route"), submit=_("Remove"), back=back, say=say, danger=True)


def _preview(request: Request, form: RouteForm, route: Route) -> HttpResponse:
    """Where the last thousand alerts would go, beside where they go now. Nothing is saved."""
    moves: list[queries.Move] = []
    is_done = form.carries(lambda: moves.extend(queries.preview_route(form.planned(route))))
    context = {"form": form, "route": route if route.pk else None, "moves": moves, "previewed": is_done}
    return render(request, "routes/form.html", context, status=form.status)
