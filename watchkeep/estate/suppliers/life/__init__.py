"""The life of suppliers and contracts: first the map (``steps``), then every verb in the order in which it is lived."""

from watchkeep.estate.suppliers.life.agreeing import EDITABLE, cancel, draft, edit, put_in_force
from watchkeep.estate.suppliers.life.buying import (
    add_contact,
    add_supplier,
    edit_contact,
    edit_supplier,
    remove_contact,
    retire_supplier,
    revive_supplier,
)
from watchkeep.estate.suppliers.life.ending import end, give_notice, withdraw_notice
from watchkeep.estate.suppliers.life.filing import add_document, remove_document
from watchkeep.estate.suppliers.life.keeping import keep_days
from watchkeep.estate.suppliers.life.steps import LIFE, open_to

__all__ = [
    "EDITABLE",
    "LIFE",
    "add_contact",
    "add_document",
    "add_supplier",
    "cancel",
    "draft",
    "edit",
    "edit_contact",
    "edit_supplier",
    "end",
    "give_notice",
    "keep_days",
    "open_to",
    "put_in_force",
    "remove_contact",
    "remove_document",
    "retire_supplier",
    "revive_supplier",
    "withdraw_notice",
]
