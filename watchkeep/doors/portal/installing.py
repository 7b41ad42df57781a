"""What lets a telephone keep the portal like an app: a manifest, a logo, a service worker, a page without a network.

The worker keeps that one page, which is about nobody, and answers with it where the network does not.
"""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from watchkeep.doors.portal.branding import portal_of
from watchkeep.doors.ui import serving
from watchkeep.work.selfservice.models import Logo

WORKER = Path(__file__).parent / "worker.js"
HOUR = 3600


def manifest(request: HttpRequest) -> JsonResponse:
    """The manifest of a web app (W3C), with the portal's own name."""
    name = portal_of(request).name
    icons = [
        {"src": static(f"ui/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}
        for size in (192, 512)
    ]
    whole = {
        "name": name, "short_name": name[:20], "id": "/portal/", "start_url": "/portal/", "scope": "/portal/",
        "display": "standalone", "lang": get_language() or "en", "icons": icons,
        "background_color": "#ffffff", "theme_color": "#3d56d6",
    }  # fmt: skip
    return JsonResponse(whole, content_type="application/manifest+json")


def logo(request: HttpRequest) -> HttpResponseBase:
    """The picture at the top of the pages."""
    found = get_object_or_404(Logo, portal=portal_of(request))
    return serving.shown(
        request, found.file, content_type=found.content_type, size=found.size, tag=found.sha256[:32]
    )  # fmt: skip


@login_not_required
@cache_control(max_age=HOUR)
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, which answers for the portals' pages alone."""
    return HttpResponse(WORKER.read_text(), content_type="text/javascript; charset=utf-8")


@login_not_required
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown when there is no network: the same to everybody."""
    return render(request, "portal/offline.html")
