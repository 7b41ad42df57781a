"""Papers of an entitlement: the proof of purchase, the licence's text, the invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from watchkeep.estate.licences.models.entitlements import Entitlement
from watchkeep.estate.people.models import Person
from watchkeep.kernel.papers import Paper

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class DocumentQuerySet(models.QuerySet["Document"]):
    """Sets of documents."""

    def visible_to(self, actor: Actor) -> Self:
        """Who may see the entitlement reads its papers."""
        return self.filter(entitlement__in=Entitlement.objects.visible_to(actor))


class Document(Paper):
    """A paper of an entitlement."""

    FOLDER = "entitlements"

    entitlement = models.ForeignKey(Entitlement, on_delete=models.CASCADE, related_name="documents")
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(DocumentQuerySet)()
