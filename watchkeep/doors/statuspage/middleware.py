"""Own domains: what is asked of ``status.example.com`` is answered from the page that has it, and only that."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from watchkeep.duty.announcements import queries

KEPT_SECONDS = 5.0
MOST = 1000


class OwnDomain:
    """Leads requests for a page's own domain to the page, before anybody asks whether the host is ours.

    All links of a page are relative, so that the same files serve both addresses. The rest of Watchkeep is not
    reachable under such a domain.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._known: dict[str, tuple[float, str | None]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Rewrite host and path when the host is a page's."""
        host = request.META.get("HTTP_HOST", "").rpartition(":")[0] or request.META.get("HTTP_HOST", "")
        if host and host.lower() not in settings.ALLOWED_HOSTS and (slug := self._page_of(host.lower())):
            request.META["HTTP_HOST"] = urlsplit(settings.BASE_URL).netloc
            request.path_info = request.path = request.META["PATH_INFO"] = f"/status/{slug}{request.path_info}"
        return self.get_response(request)

    def _page_of(self, host: str) -> str | None:
        """The page of a domain, looked up once in a few seconds."""
        asked_at, slug = self._known.get(host, (0.0, None))
        if time.monotonic() - asked_at > KEPT_SECONDS:
            if len(self._known) > MOST:
                self._known.clear()
            slug = queries.by_domain(host[:253])
            self._known[host] = (time.monotonic(), slug)
        return slug
