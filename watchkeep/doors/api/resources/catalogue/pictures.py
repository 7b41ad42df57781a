"""Pictures of an item: sent as a form, described, handed out whole or in parts."""

from typing import Annotated

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import PICTURES, Resource
from watchkeep.doors.api.resources.catalogue.items import found
from watchkeep.doors.api.shapes import Change, Id, Listing, Paging, Record
from watchkeep.doors.ui import items as drawing
from watchkeep.work.requests import life
from watchkeep.work.requests.models import Picture
from watchkeep.work.requests.permissions import P

router = Resource("Catalogue: pictures")
Alt = Annotated[str, Field(max_length=300)]


class PictureOut(Record):
    """A picture of an item. It stands in the description where its mark is written."""

    id: int
    item: int
    name: str
    alt: str
    """What it shows, for whoever cannot see it."""
    content_type: str
    """Checked against the file's first bytes."""
    size: int
    """In bytes."""
    mark: str
    """How the description shows it."""

    @classmethod
    def of(cls, picture: Picture) -> "PictureOut":
        """Show a picture."""
        same = ("name", "alt", "content_type", "size", "mark")
        return cls(id=picture.pk, item=picture.item_id, **{name: getattr(picture, name) for name in same})

    def href(self) -> str:
        """Where the picture is found."""
        return f"/api/v1/catalogue/items/{self.item}/pictures/{self.id}"


class PictureEdit(Change):
    """What to change; what is not given stays."""

    alt: Alt = ""


@router.list("/catalogue/items/{int:catalogue_item}/pictures", PictureOut)
def list_item_pictures(request: Call, catalogue_item: Id, paging: Query[Paging]) -> Listing[PictureOut]:
    """Its pictures, in the order in which they came. The description says where each stands."""
    return answers.listed(request, _pictures(request, catalogue_item), PictureOut.of, paging, order=("id",))


@router.create("/catalogue/items/{int:catalogue_item}/pictures", PictureOut, may=P.CATALOGUE)
def add_item_picture(request: Call, catalogue_item: Id, file: File[UploadedFile], alt: Form[str] = "") -> PictureOut:
    """Add a picture (PNG, JPEG, GIF or WebP, at most 10 MB; an item has at most 12)."""
    item = found(request, catalogue_item)
    return PictureOut.of(life.add_picture(item, by=request.auth, file=file, name=file.name or "", alt=alt))


@router.read("/catalogue/items/{int:catalogue_item}/pictures/{int:picture}", PictureOut)
def get_item_picture(request: Call, catalogue_item: Id, picture: Id) -> PictureOut:
    """One picture."""
    return PictureOut.of(_picture(request, catalogue_item, picture))


@router.download("/catalogue/items/{int:catalogue_item}/pictures/{int:picture}/content", types=PICTURES)
def download_item_picture(request: Call, catalogue_item: Id, picture: Id) -> HttpResponseBase:
    """Return the file itself, or the part that `Range` asks for."""
    return drawing.hand_out(request, _picture(request, catalogue_item, picture))


@router.edit("/catalogue/items/{int:catalogue_item}/pictures/{int:picture}", PictureOut, may=P.CATALOGUE)
def describe_item_picture(request: Call, catalogue_item: Id, picture: Id, body: PictureEdit) -> PictureOut:
    """Say what it shows."""
    row = _picture(request, catalogue_item, picture)
    answers.seen(request, PictureOut.of(row))
    life.describe_picture(row, by=request.auth, alt=body.given().get("alt", row.alt))
    return PictureOut.of(row)


@router.remove("/catalogue/items/{int:catalogue_item}/pictures/{int:picture}", may=P.CATALOGUE)
def remove_item_picture(request: Call, catalogue_item: Id, picture: Id) -> None:
    """Take a picture away. Refused while the description shows it."""
    life.remove_picture(_picture(request, catalogue_item, picture), by=request.auth)


def _pictures(request: Call, catalogue_item: int) -> QuerySet[Picture]:
    return found(request, catalogue_item).pictures.select_related("item")


def _picture(request: Call, catalogue_item: int, picture: int) -> Picture:
    return finding.one(request, _pictures(request, catalogue_item), picture)
