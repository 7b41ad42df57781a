"""What can be told of orders and invoices."""

from dataclasses import dataclass, field

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Fact, kind="order.placed", stream="order"):
    """Something was ordered: so many units that will be looked after."""

    number: str
    supplier: int
    units: int


@dataclass(frozen=True, kw_only=True)
class OrderEdited(Fact, kind="order.edited", stream="order"):
    """What is known of an order has changed."""

    number: str
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class GoodsReceived(Fact, kind="order.goods_received", stream="order"):
    """A part of it has come, or all."""

    number: str
    receipt: int
    quantity: int
    is_whole: bool


@dataclass(frozen=True, kw_only=True)
class UnitMatched(Fact, kind="order.unit_matched", stream="order"):
    """Something that was found turned out to be what had been ordered."""

    number: str
    item: int


@dataclass(frozen=True, kw_only=True)
class OrderClosed(Fact, kind="order.closed", stream="order"):
    """What has not come will not come."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class InvoiceAdded(Fact, kind="invoice.added", stream="invoice"):
    """We were billed."""

    reference: str
    supplier: int
    order: int | None


@dataclass(frozen=True, kw_only=True)
class InvoiceEdited(Fact, kind="invoice.edited", stream="invoice"):
    """What is known of an invoice has changed."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class InvoiceRemoved(Fact, kind="invoice.removed", stream="invoice"):
    """It was written down by mistake."""

    reference: str


@dataclass(frozen=True, kw_only=True)
class UploadRead(Fact, kind="order_upload.read", stream="order_upload"):
    """A file of orders or invoices was taken in."""

    made: int
    refused: int


FOR_PROGRAMS = (OrderPlaced, GoodsReceived, OrderClosed)
"""What programs may hear of."""

FOR_THE_RECORD = (OrderEdited, UnitMatched, InvoiceAdded, InvoiceEdited, InvoiceRemoved, UploadRead)
"""What is told for the record alone."""
