"""Pages on services."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.services import maps
from watchkeep.doors.console.services.forms import ServiceForm, known
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.communications import queries as communications
from watchkeep.estate.services import life, queries
from watchkeep.estate.services.models import MaintenanceWindow, Service
from watchkeep.estate.services.permissions import P
from watchkeep.kernel import clock
from watchkeep.work.changes import queries as changes
from watchkeep.work.changes.permissions import P as Changes
from watchkeep.work.tickets.models import Ticket


def services(request: Request) -> HttpResponse:
    """All services, what matters most first, with what is wrong now."""
    rows = Service.objects.visible_to(request.actor).filter(is_active="retired" not in request.GET)
    words = {
        "services": rows.select_related("owner_team", "hours"),
        "open": maps.open_incidents(request.actor),
        "worked_on": set(MaintenanceWindow.objects.open_at(clock.now()).values_list("services", flat=True)),
        "asked": request.GET,
    }
    return render(request, "services/list.html", words)


def service(request: Request, slug: str) -> HttpResponse:
    """One service: what it means, what it stands on, what is wrong, what is planned."""
    some = find(request, slug)
    windows = list(some.maintenance.ahead(clock.now()).first_of_plans().prefetch_related("services")[:10])
    words = {
        "service": some,
        "impact": queries.impact_of([some.pk]),
        "map": maps.around(some, request.actor),
        "needs": some.needs.select_related("depends_on"),
        "items": some.items.select_related("cls"),
        "incidents": _open_incidents(request, some)[:10],
        "windows": windows,
        "further": queries.further_windows(windows),
        "changes": changes.changes_of_service(some.pk, request.actor),
        "deployments": changes.deployments_seen_on(some.pk, request.actor),
        "live": "changes deployments" if request.actor.may(Changes.SEE) else "",
        "now": clock.now(),
        "manages": request.actor.may(P.MANAGE),
        "users": communications.users_of(some)[:20],
        "follows": communications.follows(request.actor.person, some),
    }
    return render(request, "services/page.html", words)


def add(request: Request) -> HttpResponse:
    """Offer a service."""
    request.actor.need(P.MANAGE)
    form = ServiceForm.asked(request)
    if form.carries(lambda: life.add_service(by=request.actor, **form.cleaned_data)):
        toast(request, _("The service is there. Now say what it stands on."))
        return redirect("console:services")
    return verbs.page(request, form, title=_("New service"), submit=_("Add"), back=reverse("console:services"))


def edit(request: Request, slug: str) -> HttpResponse:
    """Change owner, tier, value, users or hours."""
    request.actor.need(P.MANAGE)
    some = find(request, slug)
    form = ServiceForm.asked(request, initial=known(some))
    if form.carries(lambda: life.edit_service(some, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:service", slug)
    back = reverse("console:service", args=[slug])
    return verbs.page(request, form, title=_("Edit %(name)s") % {"name": some.name}, submit=_("Save"), back=back)


def retire(request: Request, slug: str) -> HttpResponse:
    """Offer it no longer."""
    request.actor.need(P.MANAGE)
    some, form = find(request, slug), VerbForm.asked(request)
    if form.carries(lambda: life.retire_service(some, by=request.actor)):
        toast(
            request,
            _("%(name)s is retired.") % {"name": some.name},
            undo=reverse("console:service-revive", args=[slug]),
        )
        return redirect("console:services")
    title, back = _("Retire %(name)s") % {"name": some.name}, reverse("console:service", args=[slug])
    say = _("It no longer counts in anybody's impact. Its incidents and its history stay.")
    return verbs.page(request, form, title=title, submit=_("Retire"), back=back, say=say, danger=True)


def revive(request: Request, slug: str) -> HttpResponse:
    """Offer it again."""
    request.actor.need(P.MANAGE)
    some, form = find(request, slug), VerbForm.asked(request)
    if form.carries(lambda: life.revive_service(some, by=request.actor)):
        return redirect("console:service", slug)
    title, back = _("Offer %(name)s again") % {"name": some.name}, reverse("console:service", args=[slug])
    return verbs.page(request, form, title=title, submit=_("Offer it again"), back=back)


def find(request: Request, slug: str) -> Service:
    """Return the service, if the reader may see it."""
    rows = Service.objects.visible_to(request.actor).select_related("owner_team", "hours")
    return get_object_or_404(rows, slug=slug)


def _open_incidents(request: Request, service: Service) -> QuerySet[Ticket]:
    return Ticket.objects.visible_to(request.actor).incidents().open().filter(service=service).order_by("-id")
