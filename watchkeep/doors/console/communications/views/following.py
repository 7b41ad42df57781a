"""Services that somebody follows, and the link that ends it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.communications import life, queries
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Organisation
from watchkeep.estate.services.models import Service
from watchkeep.kernel.pages import keyset


def services(request: Request) -> HttpResponse:
    """What I follow, and what I could. Everybody of the house sees the names of services; customers see none."""
    is_ours = request.user.organisation.kind == Organisation.Kind.OWN
    rows = Service.objects.active() if is_ours else Service.objects.none()
    page = keyset(rows, order=("name", "id"), cursor=request.GET.get("cursor"))
    followed = {one.service_id for one in queries.followed_by(request.actor.person)}
    return render(request, "communications/following.html", {"page": page, "followed": followed, "is_ours": is_ours})


@require_POST
def start(request: Request, pk: int) -> HttpResponse:
    """Follow a service."""
    service = get_object_or_404(Service, pk=pk)
    life.subscribe(service, by=request.actor)
    toast(request, _("You follow %(name)s now.") % {"name": service})
    return _back(request)


@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """Follow it no longer."""
    row = get_object_or_404(queries.followed_by(request.actor.person), service=pk)
    life.unsubscribe(row, by=request.actor)
    toast(request, _("You no longer follow %(name)s.") % {"name": row.service})
    return _back(request)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The link at the foot of a message. Looking changes nothing, because mail scanners follow links."""
    row = life.subscription_of_link(token)
    is_done = row is not None and request.method == "POST"
    if row and is_done:
        life.unsubscribe(row, by=people.actor_for(row.person))
    return render(
        request, "communications/unsubscribe.html", {"row": row, "is_done": is_done}, status=200 if row else 404
    )


def _back(request: Request) -> HttpResponse:
    where = request.POST.get("next", "")
    return redirect(where if url_has_allowed_host_and_scheme(where, None) else "console:following")
