"""Billing: invoices are written down, set right, and taken away when they were written down by mistake."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.purchasing.events import InvoiceAdded, InvoiceEdited, InvoiceRemoved
from watchkeep.estate.purchasing.models import Invoice
from watchkeep.estate.purchasing.permissions import P
from watchkeep.estate.suppliers.models import Supplier
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

BILLED = ("reference", "order", "dated_on", "amount", "note")


@transaction.atomic
def add_invoice(*, by: Actor, supplier: Supplier, **known: Any) -> Invoice:
    """We were billed. The same number of the same supplier twice is refused."""
    by.need(P.MANAGE, _("write invoices down"))
    invoice = Invoice(supplier=supplier)
    _write(invoice, known)
    tell(InvoiceAdded(
        record=invoice.pk, by=by, reference=invoice.reference, supplier=supplier.pk, order=invoice.order_id
    ))  # fmt: skip
    return invoice


@transaction.atomic
def edit_invoice(invoice: Invoice, *, by: Actor, **changes: Any) -> None:
    """Set it right."""
    by.need(P.MANAGE, _("edit invoices"))
    if changed := _write(invoice, changes):
        tell(InvoiceEdited(record=invoice.pk, by=by, changed=changed))


@transaction.atomic
def remove_invoice(invoice: Invoice, *, by: Actor) -> None:
    """It was written down by mistake."""
    by.need(P.MANAGE, _("remove invoices"))
    pk, reference = invoice.pk, invoice.reference
    if not Invoice.objects.filter(pk=pk).delete()[0]:
        raise Refused(_("It is gone already."))
    tell(InvoiceRemoved(record=pk, by=by, reference=reference))


def _write(invoice: Invoice, values: dict[str, Any]) -> list[str]:
    if unknown := values.keys() - {*BILLED}:
        raise Refused(_("This cannot be edited."), field=min(unknown))
    order = values.get("order", invoice.order)
    if order is not None and order.supplier_id != invoice.supplier_id:
        raise Refused(_("That order went to another supplier."), field="order")
    reference = str(values.get("reference", invoice.reference)).strip()
    same = Invoice.objects.filter(supplier=invoice.supplier_id, reference=reference).exclude(pk=invoice.pk)
    if same.exists():
        raise Refused(_("This invoice is there already."), field="reference", code="taken")
    return save(invoice, **values)
