"""What scripts need to hear in place of a redirect."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class GoElsewhere:
    """A script that is answered with a redirect is told where to go, rather than led there unseen.

    A followed redirect would draw the next page inside the script and use up its toasts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 204 with X-Go to a script; leave all else alone."""
        response = self.get_response(request)
        if "X-Script" not in request.headers or response.status_code not in (301, 302, 303):
            return response
        told = HttpResponse(status=204, headers={"X-Go": response.headers["Location"]})
        told.cookies = response.cookies
        return told
