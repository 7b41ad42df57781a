"""Filing papers of what was bought: taken in after a look at what they are, and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.licences.events import EntitlementDocumentAdded, EntitlementDocumentRemoved
from watchkeep.estate.licences.models import Document, Entitlement
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel import files, papers
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

if TYPE_CHECKING:
    from django.core.files import File

    from watchkeep.kernel.actors import Actor

MOST_DOCUMENTS = 100


@transaction.atomic
def add_document(one: Entitlement, *, by: Actor, file: File[bytes], name: str, declared: str = "") -> Document:
    """Keep a paper. Refused (field ``file``) when it is not what it says, or nothing that we take."""
    by.need(P.MANAGE_ENTITLEMENTS, _("file papers of licences"))
    Entitlement.objects.select_for_update(no_key=True).get(pk=one.pk)
    if one.documents.count() >= MOST_DOCUMENTS:
        raise Refused(_("At most %(most)s papers.") % {"most": MOST_DOCUMENTS}, field="file", code="too_many")
    kept = Document(entitlement=one, author_id=by.person)
    papers.look_at(kept, file, name=name, declared=declared)
    files.keep(kept, file)
    tell(EntitlementDocumentAdded(record=one.pk, by=by, document=kept.pk, name=kept.name))
    return kept


@transaction.atomic
def remove_document(document: Document, *, by: Actor) -> None:
    """Take a paper away."""
    by.need(P.MANAGE_ENTITLEMENTS, _("file papers of licences"))
    pk, record, name = document.pk, document.entitlement_id, document.name
    files.drop(document)
    tell(EntitlementDocumentRemoved(record=record, by=by, document=pk, name=name))
