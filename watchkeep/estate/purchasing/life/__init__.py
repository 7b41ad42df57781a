"""The life of orders: first the map (``steps``), then every verb in the order in which it is lived."""

from watchkeep.estate.purchasing.life.billing import add_invoice, edit_invoice, remove_invoice
from watchkeep.estate.purchasing.life.ordering import KNOWN, Wanted, close, edit, place
from watchkeep.estate.purchasing.life.receiving import Came, follow_merge, match, receive
from watchkeep.estate.purchasing.life.steps import LIFE, open_to
from watchkeep.estate.purchasing.life.uploading import (
    FIELDS,
    forget_old,
    lines_of,
    look,
    map_columns,
    take_in,
    upload,
)

__all__ = [
    "FIELDS",
    "KNOWN",
    "LIFE",
    "Came",
    "Wanted",
    "add_invoice",
    "close",
    "edit",
    "edit_invoice",
    "follow_merge",
    "forget_old",
    "lines_of",
    "look",
    "map_columns",
    "match",
    "open_to",
    "place",
    "receive",
    "remove_invoice",
    "take_in",
    "upload",
]
