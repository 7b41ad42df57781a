"""Filing papers of what was bought: taken in after a look at what they are, and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.licences.events import EntitlementDocumentAdded, EntitlementDocumentRemoved
from watchkeep.estate.licences.models import Document, Entitlement
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel import files, papers
from watchkeep.kernel.facts import tell

if TYPE_CHECKING:
    from django.core.files import File

    from watchkeep.kernel.actors import Actor


@transaction.atomic
def add_document(one: Entitlement, *, by: Actor, file: File[bytes], name: str, declared: str = "") -> Document:
    """Keep a paper. Refused (field ``file``) when it is not what it says, or nothing that we take."""
    by.need(P.MANAGE_ENTITLEMENTS, _("file papers of licences"))
    Entitlement.objects.select_for_update(no_key=True).get(pk=one.pk)
    kept = Document(entitlement=one, author_id=by.person)
    papers.file_with(one.documents, kept, file, name=name, declared=declared)
    tell(EntitlementDocumentAdded(record=one.pk, by=by, document=kept.pk, name=kept.name))
    return kept


@transaction.atomic
def remove_document(document: Document, *, by: Actor) -> None:
    """Take a paper away."""
    by.need(P.MANAGE_ENTITLEMENTS, _("file papers of licences"))
    pk, record, name = document.pk, document.entitlement_id, document.name
    files.drop(document)
    tell(EntitlementDocumentRemoved(record=record, by=by, document=pk, name=name))
