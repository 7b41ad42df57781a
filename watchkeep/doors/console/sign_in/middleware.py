"""What a session has proved, and whether that is enough for its reader's roles."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from watchkeep.doors.console.sessions import SessionStore
from watchkeep.estate.people import queries

OPEN = {"profile-security", "totp-add", "passkey-add", "passkey-options", "recovery-codes", "logout"}
"""Pages on which a second factor is set up, open to those who still owe one."""


class Proof:
    """Sends those whose roles need a second factor to set one up, and notes that a session is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Note the use and pass on."""
        if request.user.is_authenticated and isinstance(request.session, SessionStore):
            request.session.touch()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        """Let pass who has proved enough."""
        here = request.resolver_match
        if not request.user.is_authenticated or here is None or here.url_name in OPEN or "ui" in here.app_names:
            return None
        if request.session.get("strong") or not queries.access_of(request.user).needs_second_factor:
            return None
        if "console" not in here.app_names:
            raise PermissionDenied(_("Set up your second factor first."))
        return redirect("console:profile-security")
