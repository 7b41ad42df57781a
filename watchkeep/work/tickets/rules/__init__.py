"""Pure decisions about tickets: no database, no clock."""

from watchkeep.kernel.uploads import MAX_BYTES, PICTURES, content_type, safe_name
from watchkeep.work.tickets.rules.mentions import handles
from watchkeep.work.tickets.rules.merging import overlap
from watchkeep.work.tickets.rules.texts import MAX_TEXT, clean_tags, clean_title, required

__all__ = [
    "MAX_BYTES",
    "MAX_TEXT",
    "PICTURES",
    "clean_tags",
    "clean_title",
    "content_type",
    "handles",
    "overlap",
    "required",
    "safe_name",
]
