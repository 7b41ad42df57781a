"""What a page says after an act: a short line, and a way back where there is one.

It rides on Django's messages; ``undo`` is an address that takes a POST. Without scripts the lines
stand above the page.
"""

import msgspec
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

from watchkeep.doors.ui.signs import Words


class Extra(msgspec.Struct):
    """What a toast carries beside its words."""

    undo: str = ""
    clears: str = ""


def toast(
    request: HttpRequest, words: Words, *, undo: str = "", clears: str = "", level: int = messages.SUCCESS
) -> None:
    """Say it on the next page. ``clears`` names the draft that has been sent and can be forgotten."""
    extra = msgspec.json.encode(Extra(undo=undo, clears=clears)).decode() if undo or clears else ""
    messages.add_message(request, level, str(words), extra_tags=extra)


def extra_of(message: Message) -> Extra:
    """Read back what ``toast`` wrote; a message of somebody else's carries nothing."""
    try:
        return msgspec.json.decode(message.extra_tags or "{}", type=Extra)
    except msgspec.MsgspecError:
        return Extra()
