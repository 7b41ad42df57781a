"""Files on an incident: sent as a form, handed out as downloads."""

from datetime import datetime

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from ninja import File, Form, Query
from ninja.files import UploadedFile

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents.finding import Number, found
from watchkeep.doors.api.shapes import Id, Listing, Paging, Record
from watchkeep.doors.ui.files import Kept
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import Attachment
from watchkeep.work.tickets.permissions import P

router = Resource("Incidents: files")


class AttachmentOut(Record):
    """A file on an incident."""

    id: int
    name: str
    content_type: str
    """Checked against the file's first bytes."""
    size: int
    """In bytes."""
    sha256: str
    by: str
    is_public: bool
    created_at: datetime

    @classmethod
    def of(cls, attachment: Attachment) -> "AttachmentOut":
        """Show an attachment."""
        return cls(
            id=attachment.pk,
            name=attachment.name,
            content_type=attachment.content_type,
            size=attachment.size,
            sha256=attachment.sha256,
            by=attachment.author_key,
            is_public=attachment.is_public,
            created_at=attachment.created_at,
        )


@router.list("/{slug:number}/attachments", AttachmentOut)
def list_attachments(request: Call, number: Number, paging: Query[Paging]) -> Listing[AttachmentOut]:
    """The files of an incident, the oldest first."""
    files = Attachment.objects.visible_to(request.auth).filter(ticket=found(request, number).pk)
    return answers.listed(request, files, AttachmentOut.of, paging, order=("id",))


@router.create("/{slug:number}/attachments", AttachmentOut, may=P.ATTACH)
def attach_file(request: Call, number: Number, file: File[UploadedFile], is_public: Form[bool] = True) -> AttachmentOut:
    """Add a file of at most 25 MB. Its name, declared type and first bytes must all say the same."""
    ticket = found(request, number).ticket
    declared, name = file.content_type or "", file.name or ""
    return AttachmentOut.of(
        life.attach(ticket, by=request.auth, file=file, name=name, declared=declared, is_public=is_public)
    )


@router.download("/{slug:number}/attachments/{int:attachment}/content")
def download_file(request: Call, number: Number, attachment: Id) -> FileResponse:
    """Return the file itself, always as a download."""
    files = Attachment.objects.visible_to(request.auth).filter(ticket=found(request, number).pk)
    return handed_out(get_object_or_404(files, pk=attachment))


def handed_out(kept: Kept) -> FileResponse:
    """The file as a download, whatever it is."""
    return FileResponse(
        kept.file.open(), as_attachment=True, filename=kept.name, content_type="application/octet-stream"
    )
