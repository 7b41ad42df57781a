"""Papers of a contract: the signed text, its annexes, the notice that was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from watchkeep.estate.people.models import Person
from watchkeep.estate.suppliers.models.contracts import Contract
from watchkeep.kernel.papers import Paper

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class DocumentQuerySet(models.QuerySet["Document"]):
    """Sets of documents."""

    def visible_to(self, actor: Actor) -> Self:
        """Who may see the contract reads its papers."""
        return self.filter(contract__in=Contract.objects.visible_to(actor))


class Document(Paper):
    """A paper of a contract."""

    FOLDER = "contracts"

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="documents")
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(DocumentQuerySet)()
