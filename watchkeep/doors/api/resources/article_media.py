"""Pictures, videos and captions of articles: sent as a form, handed out whole or in parts."""

from django.http.response import HttpResponseBase
from ninja import File, Form, Query
from ninja.files import UploadedFile

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import PICTURES, Resource
from watchkeep.doors.api.resources.articles import articles_of
from watchkeep.doors.api.shapes import Id, Listing, Paging, Record
from watchkeep.doors.ui import articles as drawing
from watchkeep.estate.knowledge import life
from watchkeep.estate.knowledge.models import Media
from watchkeep.estate.knowledge.permissions import P

router = Resource("Articles: pictures and videos")
FILMS = ("video/mp4", "video/webm", "text/vtt")


class MediaOut(Record):
    """A picture, a video or captions of an article."""

    id: int
    kind: str
    name: str
    alt: str
    content_type: str
    """Checked against the file's first bytes."""
    size: int
    """In bytes."""
    mark: str
    """How the text shows it."""

    @classmethod
    def of(cls, media: Media) -> "MediaOut":
        """Show a file."""
        same = ("kind", "name", "alt", "content_type", "size", "mark")
        return cls(id=media.pk, **{name: getattr(media, name) for name in same})


@router.list("/articles/{int:article}/media", MediaOut)
def list_article_media(request: Call, article: Id, paging: Query[Paging]) -> Listing[MediaOut]:
    """Its pictures, videos and captions."""
    row = finding.one(request, articles_of(request), article)
    return answers.listed(request, row.media.all(), MediaOut.of, paging, order=("id",))


@router.create("/articles/{int:article}/media", MediaOut, may=P.WRITE)
def add_article_media(request: Call, article: Id, file: File[UploadedFile], alt: Form[str] = "") -> MediaOut:
    """Add a picture (PNG, JPEG, GIF, WebP), a video (MP4, WebM) or captions (WebVTT)."""
    row = finding.one(request, articles_of(request), article)
    return MediaOut.of(life.add_media(row, by=request.auth, file=file, name=file.name or "", alt=alt))


@router.download("/articles/{int:article}/media/{int:media}/content", types=(*PICTURES, *FILMS))
def download_article_media(request: Call, article: Id, media: Id) -> HttpResponseBase:
    """Return the file itself, or the part that `Range` asks for."""
    row = finding.one(request, articles_of(request), article)
    return drawing.hand_out(request, request.auth, row.number, media)


@router.remove("/articles/{int:article}/media/{int:media}", may=P.WRITE)
def remove_article_media(request: Call, article: Id, media: Id) -> None:
    """Take a file away. Refused while the published text shows it."""
    row = finding.one(request, articles_of(request), article)
    life.remove_media(finding.one(request, row.media.select_related("article"), media), by=request.auth)
