"""Rows of purchasing: orders with their lines and units, receipts, invoices, and files that were handed in."""

from watchkeep.estate.purchasing.models.invoices import Invoice
from watchkeep.estate.purchasing.models.orders import MOST_UNITS, Line, Order, Receipt, State, Unit
from watchkeep.estate.purchasing.models.uploads import Upload, UploadKind

__all__ = ["MOST_UNITS", "Invoice", "Line", "Order", "Receipt", "State", "Unit", "Upload", "UploadKind"]
