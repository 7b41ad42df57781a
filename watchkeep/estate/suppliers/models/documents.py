"""Papers of a contract: the signed text, its annexes, the notice that was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.estate.suppliers.models.contracts import Contract
from watchkeep.kernel import clock, files, uploads

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


def random_name(_document: Document, _name: str) -> str:
    """Where a file is kept: a name that says nothing and cannot be guessed."""
    return files.place("contracts")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Sets of documents."""

    def visible_to(self, actor: Actor) -> Self:
        """Who may see the contract reads its papers."""
        return self.filter(contract__in=Contract.objects.visible_to(actor))


class Document(models.Model):
    """A file of a contract. Its type was checked against its first bytes; it is never handed out as a page."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(_("file"), upload_to=random_name, db_index=True)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(DocumentQuerySet)()

    class Meta:
        """In the order in which they came."""

        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it can be looked at in a page."""
        return self.content_type in uploads.PICTURES
