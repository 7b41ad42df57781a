"""Pure decisions of the desk: what an order holds, and texts with placeholders."""

from watchkeep.work.desk.rules.orders import Order
from watchkeep.work.desk.rules.placeholders import PLACEHOLDERS, check, fill, missing

__all__ = ["PLACEHOLDERS", "Order", "check", "fill", "missing"]
