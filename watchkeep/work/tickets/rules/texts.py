"""Texts that people type, cleaned on the way in."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from watchkeep.kernel.errors import Refused

MAX_TEXT = 50_000
MAX_TAGS = 20
_SPACES = re.compile(r"\s+")
_TAG = re.compile(r"[\w][\w.:/-]{0,39}")


def clean_title(title: str) -> str:
    """A title on one line. Refused (field ``title``) when empty or beyond 200 characters."""
    title = _SPACES.sub(" ", title.replace("\x00", "")).strip()
    if not title:
        raise Refused(_("Give it a title."), field="title", code="missing")
    if len(title) > 200:
        raise Refused(_("A title has at most 200 characters."), field="title", code="too_long")
    return title


def required(text: str, field: str, *, most: int = MAX_TEXT) -> str:
    """A text that must say something, and at most so much."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise Refused(_("Write something first."), field=field, code="missing")
    if len(text) > most:
        raise Refused(_("At most %(most)s characters.") % {"most": most}, field=field, code="too_long")
    return text


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Tags in lower case, sorted, each once. Refused (field ``tags``) for one that is no tag, or too many."""
    found = sorted({tag.strip().lower().removeprefix("#") for tag in tags if tag.strip()})
    for tag in found:
        if not _TAG.fullmatch(tag):
            raise Refused(_("“%(tag)s” is no tag: up to 40 letters, digits and .:/-_") % {"tag": tag}, field="tags")
    if len(found) > MAX_TAGS:
        raise Refused(_("At most %(most)s tags.") % {"most": MAX_TAGS}, field="tags")
    return found
