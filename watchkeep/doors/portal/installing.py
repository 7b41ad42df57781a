"""What lets a telephone keep the portal like an app."""

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language

from watchkeep.doors.portal.branding import portal_of


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
    }  # fmt: skip
    return JsonResponse(whole, content_type="application/manifest+json")
