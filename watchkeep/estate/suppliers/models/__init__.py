"""Rows of suppliers: whom we buy from, what was agreed, and the papers."""

from watchkeep.estate.suppliers.models.contracts import BINDING, Contract, Every, Kind, State
from watchkeep.estate.suppliers.models.documents import Document
from watchkeep.estate.suppliers.models.suppliers import Contact, Supplier

__all__ = ["BINDING", "Contact", "Contract", "Document", "Every", "Kind", "State", "Supplier"]
