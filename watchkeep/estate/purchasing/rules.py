"""Reading files of orders and invoices: what their columns are usually called. No database, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchkeep.kernel import tables
from watchkeep.kernel.tables import MOST_ROWS, day, decoded, money, rows, table, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["CALLED", "MOST_ROWS", "day", "decoded", "guessed", "money", "rows", "table", "whole"]
CALLED: Mapping[str, tuple[str, ...]] = {
    "supplier": ("supplier", "vendor", "lieferant"),
    "reference": ("reference", "order", "order number", "po", "po number", "purchase order", "bestellnummer"),
    "invoice": ("invoice", "invoice number", "rechnung", "rechnungsnummer"),
    "ordered_on": ("ordered on", "ordered", "order date", "bestellt am", "bestelldatum"),
    "expected_on": ("expected on", "expected", "delivery date", "liefertermin"),
    "dated_on": ("date", "dated on", "invoice date", "datum", "rechnungsdatum"),
    "cls": ("class", "type", "category", "klasse", "kategorie"),
    "name": ("name", "what", "item", "description", "article", "artikel", "bezeichnung"),
    "manufacturer": ("manufacturer", "maker", "brand", "hersteller"),
    "model": ("model", "modell"),
    "quantity": ("quantity", "qty", "count", "amount ordered", "menge", "anzahl"),
    "price": ("price", "unit price", "price of one", "preis", "einzelpreis"),
    "amount": ("amount", "total", "sum", "betrag", "summe"),
    "contract": ("contract", "contract number", "vertrag"),
    "cost_centre": ("cost centre", "cost center", "kostenstelle"),
    "warranty_months": ("warranty months", "warranty in months", "warranty", "garantie"),
    "depreciation_months": ("depreciation months", "depreciation", "useful life", "abschreibung"),
    "note": ("note", "notes", "comment", "bemerkung"),
}  # fmt: skip
"""What the columns of files are usually called."""


def guessed(header: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    """Which column holds which field, as far as titles tell."""
    return tables.guessed(header, fields, CALLED)
