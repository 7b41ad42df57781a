"""The life of licences: titles are read and corrected, licences bought, uses noted, positions reckoned, seats given."""

from watchkeep.estate.licences.life.auditing import (
    AUDIT,
    cancel_audit,
    decide,
    leave_out,
    plan_audit,
    remind_due,
    review,
    sign_off,
    start_audit,
)
from watchkeep.estate.licences.life.correcting import (
    add_product,
    add_rule,
    correct,
    edit_product,
    remove_rule,
    set_aside,
    take_up,
)
from watchkeep.estate.licences.life.entitling import EDITABLE, add_key, edit, end, entitle, remove_key, show_key
from watchkeep.estate.licences.life.reading import count, note_titles_of, read_due
from watchkeep.estate.licences.life.reckoning import reckon, reckon_due
from watchkeep.estate.licences.life.seating import Noted, free_seat, note_peak, note_sign_ins, take_seat
from watchkeep.estate.licences.life.uploading import (
    FIELDS,
    Looked,
    forget_old,
    lines_of,
    look,
    map_columns,
    take_in,
    upload,
)
from watchkeep.estate.licences.life.using import note_all, note_due, note_uses_of
from watchkeep.estate.licences.life.warning import days, follow_contract, keep_days

__all__ = [
    "AUDIT",
    "EDITABLE",
    "FIELDS",
    "Looked",
    "Noted",
    "add_key",
    "add_product",
    "add_rule",
    "cancel_audit",
    "correct",
    "count",
    "days",
    "decide",
    "edit",
    "edit_product",
    "end",
    "entitle",
    "follow_contract",
    "forget_old",
    "free_seat",
    "keep_days",
    "leave_out",
    "lines_of",
    "look",
    "map_columns",
    "note_all",
    "note_due",
    "note_peak",
    "note_sign_ins",
    "note_titles_of",
    "note_uses_of",
    "plan_audit",
    "read_due",
    "reckon",
    "reckon_due",
    "remind_due",
    "remove_key",
    "remove_rule",
    "review",
    "set_aside",
    "show_key",
    "sign_off",
    "start_audit",
    "take_in",
    "take_seat",
    "take_up",
    "upload",
]
