"""Rows with a file: what was handed in, as what it was taken, and where it lies. Each kind has a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.kernel import clock, files, uploads
from watchkeep.kernel.errors import Refused

if TYPE_CHECKING:
    from django.core.files import File

MOST = 100
"""So many papers are filed with one record."""


def random_name(row: Paper, _name: str) -> str:
    """Where a file is kept: a name that says nothing and cannot be guessed."""
    return files.place(row.FOLDER)


class Paper(models.Model):
    """A file that was handed in. Its type was checked against its first bytes; it is never handed out as a page."""

    FOLDER: ClassVar[str]
    """Where such files lie."""

    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(_("file"), upload_to=random_name, db_index=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        """In the order in which they came."""

        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it can be looked at in a page."""
        return self.content_type in uploads.PICTURES


def file_with(papers: models.Manager[Any], row: Paper, file: File[bytes], *, name: str, declared: str) -> None:
    """Keep a paper beside those that a record has; its row is held. Refused (field ``file``) when it is too many."""
    if papers.count() >= MOST:
        raise Refused(_("At most %(most)s papers.") % {"most": MOST}, field="file", code="too_many")
    look_at(row, file, name=name, declared=declared)
    files.keep(row, file)


def look_at(row: Any, file: File[bytes], *, name: str, declared: str = "") -> None:
    """Write down what a file is. Refused (field ``file``) when it is not what it says, or nothing that we take."""
    row.name, head, row.size = uploads.safe_name(name), file.read(4096), file.size or 0
    row.content_type = uploads.content_type(row.name, declared, head, row.size)
    row.sha256 = files.digest(file)
