"""A catalogue item's description as a page shows it, with its pictures, at every door alike."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.safestring import SafeString

from watchkeep.doors.ui import serving
from watchkeep.kernel import markdown
from watchkeep.work.requests.models import CatalogueItem, Picture


def to_html(item: CatalogueItem, address: Callable[[int], str]) -> SafeString:
    """The description with its pictures, read at once. ``address`` says where this door hands one out."""
    kept = {one.pk: one for one in item.pictures.all()} if "](media:" in item.description else {}

    def shown(number: int, label: str) -> markdown.Shown | None:
        picture = kept.get(number)
        return markdown.Shown(address(number), label or picture.alt or picture.name) if picture else None

    return markdown.to_html(item.description, shown)


def hand_out(request: HttpRequest, picture: Picture) -> HttpResponseBase:
    """A picture to look at, and nothing that a browser would run."""
    return serving.shown(
        request, picture.file, content_type=picture.content_type, size=picture.size, tag=picture.sha256[:32]
    )
