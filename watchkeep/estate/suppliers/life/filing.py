"""Filing papers: taken in after a look at what they are, and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.suppliers.events import DocumentAdded, DocumentRemoved
from watchkeep.estate.suppliers.life.agreeing import hold
from watchkeep.estate.suppliers.models import Contract, Document
from watchkeep.estate.suppliers.permissions import P
from watchkeep.kernel import files, papers
from watchkeep.kernel.facts import tell

if TYPE_CHECKING:
    from django.core.files import File

    from watchkeep.kernel.actors import Actor


@transaction.atomic
def add_document(contract: Contract, *, by: Actor, file: File[bytes], name: str, declared: str = "") -> Document:
    """Keep a paper. Refused (field ``file``) when it is not what it says, or nothing that we take."""
    by.need(P.MANAGE_CONTRACTS, _("file papers of contracts"))
    hold(contract)
    kept = Document(contract=contract, author_id=by.person)
    papers.file_with(contract.documents, kept, file, name=name, declared=declared)
    tell(DocumentAdded(record=contract.pk, by=by, document=kept.pk, name=kept.name))
    return kept


@transaction.atomic
def remove_document(document: Document, *, by: Actor) -> None:
    """Take a paper away."""
    by.need(P.MANAGE_CONTRACTS, _("file papers of contracts"))
    pk, contract, name = document.pk, document.contract_id, document.name
    files.drop(document)
    tell(DocumentRemoved(record=contract, by=by, document=pk, name=name))
