"""Bills of materials: what an item or an application consists of, as a pipeline knows it."""

from ninja import File, Form
from ninja.files import UploadedFile

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Record
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.permissions import P

router = Resource("Bills of materials")


class BillOut(Record):
    """What became of a document."""

    item: int
    """What it is about."""
    form: str
    """In which form it was, such as CycloneDX 1.6."""
    listed: int
    """How many components it lists, each once."""
    came: int
    went: int
    """How many of an earlier document it does not list any more."""

    @classmethod
    def of(cls, taken: life.Itemised) -> "BillOut":
        """Show what was taken in."""
        return cls(item=taken.item, form=taken.form, listed=taken.listed, came=taken.came, went=taken.went)

    def href(self) -> str:
        """Where the item is found."""
        return f"/api/v1/items/{self.item}"


@router.create("", BillOut, may=P.RECEIVE)
def take_bill_of_materials(request: Call, file: File[UploadedFile], item: Form[int] = 0) -> BillOut:
    """Take in CycloneDX (JSON, XML) or SPDX 2 (JSON, tags) or SPDX 3 (JSON-LD), at most 32 MB.

    Of this item, or else of the application that the document names. Components are its software then; what an earlier
    document listed and this one does not is gone.
    """
    row = answers.referred(Item.objects.visible_to(request.auth), item, "item") if item else None
    return BillOut.of(life.take_bill(file.read(), by=request.auth, item=row))
