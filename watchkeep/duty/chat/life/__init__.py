"""The life of chat, in chapters: workspaces, the channels of incidents, what is said there, and whose account it is."""

from watchkeep.duty.chat.life.accounts import (
    CODE_MINUTES,
    Pressed,
    button_token,
    forget_codes,
    form_token,
    link,
    new_code,
    read_button,
    unlink,
)
from watchkeep.duty.chat.life.cards import fresh_card, question
from watchkeep.duty.chat.life.rooms import archive_rooms, note_archived, note_made, note_not_made, open_room
from watchkeep.duty.chat.life.saying import answer, ask_for_update, button_labels, call_in, invite, relay, say, standing
from watchkeep.duty.chat.life.workspaces import (
    add_relay,
    note_answer,
    note_doubt,
    note_service,
    pause,
    remove_relay,
    resume,
    save_workspace,
    try_out,
)

__all__ = [
    "CODE_MINUTES",
    "Pressed",
    "add_relay",
    "answer",
    "archive_rooms",
    "ask_for_update",
    "button_labels",
    "button_token",
    "call_in",
    "forget_codes",
    "form_token",
    "fresh_card",
    "invite",
    "link",
    "new_code",
    "note_answer",
    "note_archived",
    "note_doubt",
    "note_made",
    "note_not_made",
    "note_service",
    "open_room",
    "pause",
    "question",
    "read_button",
    "relay",
    "remove_relay",
    "resume",
    "save_workspace",
    "say",
    "standing",
    "try_out",
    "unlink",
]
