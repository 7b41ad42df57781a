"""What a browser needs to install the page and to hear pushes: a manifest, a service worker, a page without a network.

None of it is about anybody, so nobody has to sign in for it.
"""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control

WORKER = Path(__file__).parent / "worker.js"
ICON = "/static/ui/icon-192.png"
DAY, HOUR = 24 * 3600, 3600
ICONS = (("ui/icon-192.png", "192x192", "image/png"), ("ui/icon-512.png", "512x512", "image/png"))


@login_not_required
@cache_control(max_age=DAY)
def manifest(_request: HttpRequest) -> HttpResponse:
    """The web application's manifest (W3C)."""
    icons = [{"src": static(path), "sizes": sizes, "type": kind} for path, sizes, kind in ICONS]
    said = {
        "name": "Watchkeep",
        "short_name": "Watchkeep",
        "id": reverse("console:phone"),
        "start_url": reverse("console:phone"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f7f9",
        "theme_color": "#3d56d6",
        "icons": [*icons, {"src": static("ui/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@login_not_required
@cache_control(max_age=HOUR)
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker: at the root, because it answers for all pages."""
    script = WORKER.read_text().replace(ICON, static(ICON.removeprefix("/static/")))
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@login_not_required
@cache_control(max_age=DAY)
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown when there is no network."""
    return render(request, "phone/offline.html")
