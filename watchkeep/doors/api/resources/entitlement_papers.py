"""Papers and licence keys of what was bought."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from ninja import File, Query
from ninja.files import UploadedFile
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.papers import PaperOut
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents.files import handed_out
from watchkeep.doors.api.shapes import Change, Id, Listing, Paging, Record
from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import Document, Entitlement, Key
from watchkeep.estate.licences.permissions import P

router = Resource("Entitlements")


class LicenceKeyOut(Record):
    """A licence key that is kept. The key itself is in the answer that reveals it, and in no other."""

    id: int
    label: str
    created_at: datetime
    secret: str

    @classmethod
    def of(cls, key: Key, secret: str = "") -> "LicenceKeyOut":
        """Show that a key is kept."""
        return cls(id=key.pk, label=key.label, created_at=key.created_at, secret=secret)


class LicenceKeyNew(Change):
    """A key to keep, encrypted."""

    label: Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S", examples=["Company account"])]
    secret: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]


@router.list("/{int:entitlement}/documents", PaperOut)
def list_entitlement_documents(request: Call, entitlement: Id, paging: Query[Paging]) -> Listing[PaperOut]:
    """Its papers: the proof of purchase, the licence's text."""
    row = finding.one(request, _entitlements(request), entitlement)
    return answers.listed(request, row.documents.all(), PaperOut.of, paging, order=("id",))


@router.create("/{int:entitlement}/documents", PaperOut, may=P.MANAGE_ENTITLEMENTS)
def add_entitlement_document(request: Call, entitlement: Id, file: File[UploadedFile]) -> PaperOut:
    """File a paper: PDF, pictures, Office files, text; at most 25 MB."""
    row = finding.one(request, _entitlements(request), entitlement)
    kept = life.add_document(row, by=request.auth, file=file, name=file.name or "", declared=file.content_type or "")
    return PaperOut.of(kept)


@router.download("/{int:entitlement}/documents/{int:entitlement_document}/content")
def download_entitlement_document(request: Call, entitlement: Id, entitlement_document: Id) -> HttpResponseBase:
    """Return the paper itself."""
    row = finding.one(request, _entitlements(request), entitlement)
    return handed_out(finding.one(request, row.documents.all(), entitlement_document))


@router.remove("/{int:entitlement}/documents/{int:entitlement_document}", may=P.MANAGE_ENTITLEMENTS)
def remove_entitlement_document(request: Call, entitlement: Id, entitlement_document: Id) -> None:
    """Take a paper away."""
    row = finding.one(request, _entitlements(request), entitlement)
    life.remove_document(
        finding.one(request, Document.objects.filter(entitlement=row), entitlement_document), by=request.auth
    )


@router.list("/{int:entitlement}/keys", LicenceKeyOut)
def list_licence_keys(request: Call, entitlement: Id, paging: Query[Paging]) -> Listing[LicenceKeyOut]:
    """Which keys are kept, without what they are."""
    row = finding.one(request, _entitlements(request), entitlement)
    return answers.listed(request, row.keys.all(), LicenceKeyOut.of, paging, order=("id",))


@router.create("/{int:entitlement}/keys", LicenceKeyOut, may=P.MANAGE_ENTITLEMENTS)
def add_licence_key(request: Call, entitlement: Id, body: LicenceKeyNew) -> LicenceKeyOut:
    """Keep a key, encrypted. The answer does not repeat it."""
    row = finding.one(request, _entitlements(request), entitlement)
    return LicenceKeyOut.of(life.add_key(row, by=request.auth, label=body.label, secret=body.secret))


@router.verb("/{int:entitlement}/keys/{int:licence_key}/reveal", LicenceKeyOut, may=P.SEE_KEYS)
def reveal_licence_key(request: Call, entitlement: Id, licence_key: Id) -> LicenceKeyOut:
    """The key itself. That it was shown, and to whom, is on record."""
    row = finding.one(request, _entitlements(request), entitlement)
    key = finding.one(request, row.keys.all(), licence_key)
    return LicenceKeyOut.of(key, life.show_key(key, by=request.auth))


@router.remove("/{int:entitlement}/keys/{int:licence_key}", may=P.MANAGE_ENTITLEMENTS)
def remove_licence_key(request: Call, entitlement: Id, licence_key: Id) -> None:
    """Keep it no longer."""
    row = finding.one(request, _entitlements(request), entitlement)
    life.remove_key(finding.one(request, row.keys.all(), licence_key), by=request.auth)


def _entitlements(request: Call) -> QuerySet[Entitlement]:
    return Entitlement.objects.visible_to(request.auth)
