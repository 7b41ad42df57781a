"""Who reads, in which time zone, and what the domain's no looks like on a page."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from watchkeep.doors.ui.picking import Offers
from watchkeep.estate.people import queries as people
from watchkeep.kernel.errors import NotAllowed, Refused, Stale, TooSoon

View = Callable[..., HttpResponseBase]
DOORS = {"console": "errors", "portal": "portal/errors"}
"""The doors through which people come, and where each keeps its pages of a no."""


class Reader:
    """Gives each request of a person its actor and time zone; sends strangers to the login.

    A view that strangers may see says so with Django's ``login_not_required``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Know the reader, answer, and forget the zone."""
        if request.user.is_authenticated:
            request.actor = people.actor_for(request.user)  # type: ignore[attr-defined]  # asking.Request says it
            timezone.activate(ZoneInfo(request.user.time_zone))
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        """Pages for people are for those who have signed in, and nothing that comes in has a NUL in it."""
        door = door_of(request)
        if door and _has_nul(request):
            raise BadRequest("a request with a NUL")
        if not door or request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        return redirect_to_login(request.get_full_path())


class Answers:
    """Turns what the domain refuses into pages: 403, 409, 422; and what a picker asked for into its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; exceptions come back through ``process_exception``."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, no: Exception) -> HttpResponse | None:
        """Say what happened, what was kept and what to do."""
        if not (door := door_of(request)):
            return None
        match no:
            case Offers():
                return JsonResponse({"items": no.items})
            case NotAllowed():
                page, status = "not_allowed", 403
            case Stale():
                page, status = "stale", 409
            case TooSoon():
                page, status = "refused", 429
            case Refused():
                page, status = "refused", 422 if no.field else 409
            case Http404() if request.user.is_authenticated:
                page, status = "not_found", 404
            case _:
                return None
        return render(request, f"{DOORS[door]}/{page}.html", {"no": no}, status=status)


def _has_nul(request: HttpRequest) -> bool:
    """Whether the address or a field holds what no database keeps as text."""
    if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    return any("\0" in f"{name}{value}" for name, values in request.POST.lists() for value in values)


def door_of(request: HttpRequest) -> str:
    """Which of the doors for people the address belongs to; none for others."""
    apps = request.resolver_match.app_names if request.resolver_match else ()
    return next((door for door in DOORS if door in apps), "")
