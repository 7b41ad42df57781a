"""The last word: whatever goes wrong under ``/api/v1/`` outside of a view is a problem, too."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from watchkeep.doors.api import problems
from watchkeep.doors.api.problems import Problem

PREFIX = "/api/v1/"
_DETAILS = {
    400: "The request cannot be read.",
    403: "This was refused.",
    404: "There is no such address.",
    405: "This address does not take that method.",
    413: "The body is too large.",
}


class Problems:
    """Turns Django's own error pages into problems for programs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and see to it that no error is a page."""
        response = self.get_response(request)
        if not request.path.startswith(PREFIX) or response.status_code < 400:
            return response
        if response.headers.get("Content-Type", "").startswith(problems.MEDIA_TYPE):
            return response
        detail = _DETAILS.get(response.status_code, "Something broke on our side. It has been logged.")
        kept = {name: response.headers[name] for name in ("Allow", "Retry-After") if name in response.headers}
        return problems.answer(request, Problem(response.status_code, detail, headers=kept))
