"""What happens to every ticket, whatever its kind: talk, files, fields, and who follows it.

States are the business of each kind; see the life of that slice.
"""

from watchkeep.work.tickets.life.drafting import drop_draft, forget_old_drafts, keep_draft
from watchkeep.work.tickets.life.editing import KEEP, Keep, assign, claim, edit, stir, tag, weigh
from watchkeep.work.tickets.life.following import link, unlink, unwatch, watch
from watchkeep.work.tickets.life.joining import join, part
from watchkeep.work.tickets.life.talking import PINNING, attach, note, pin, reply, unpin, write
from watchkeep.work.tickets.life.viewing import drop_view, save_view
from watchkeep.work.tickets.rules import MAX_TEXT, PICTURES, clean_tags, clean_title, content_type, safe_name

__all__ = [
    "KEEP",
    "MAX_TEXT",
    "PICTURES",
    "PINNING",
    "Keep",
    "assign",
    "attach",
    "claim",
    "clean_tags",
    "clean_title",
    "content_type",
    "drop_draft",
    "drop_view",
    "edit",
    "forget_old_drafts",
    "join",
    "keep_draft",
    "link",
    "note",
    "part",
    "pin",
    "reply",
    "safe_name",
    "save_view",
    "stir",
    "tag",
    "unlink",
    "unpin",
    "unwatch",
    "watch",
    "weigh",
    "write",
]
