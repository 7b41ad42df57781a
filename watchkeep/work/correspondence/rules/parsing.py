"""A message taken apart: who wrote what to whom, and which files came along (RFC 5322, RFC 2045 to 2049)."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from itertools import islice

from django.utils.translation import gettext as _

from watchkeep.work.correspondence.rules import charsets

MOST_PARTS = 200
MOST_DEPTH = 30
MOST_TEXT = 400_000
"""Characters of a body that are read; what is longer is cut, and its source kept."""
_ID = re.compile(r"<([^<>\s]{1,500})>")
_FOLD = re.compile(r"\r?\n[ \t]*")
_FLOWED = re.compile(r" \n(?!-- \n)")


class Unreadable(Exception):  # noqa: N818  # it is what it says
    """It cannot be read, and the message tells an administrator why."""


@dataclass(frozen=True, kw_only=True)
class File:
    """One file of a message. ``cid`` is how its HTML refers to it."""

    name: str
    declared: str
    content: bytes
    cid: str = ""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Somebody's name and address as a mail says them."""

    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """What a message says. ``parts`` is the message itself, for whoever asks for headers."""

    parts: Message
    sender: Address
    to: tuple[str, ...]
    cc: tuple[str, ...]
    """Those of them in copy."""
    subject: str
    message_id: str
    references: tuple[str, ...]
    """The messages that it answers, the nearest first."""
    sent_at: datetime | None
    text: str
    html: str
    files: tuple[File, ...] = field(default=())

    def header(self, name: str) -> str:
        """The first header of this name, in readable characters; empty when there is none."""
        return headers_of(self.parts, name)[0] if headers_of(self.parts, name) else ""


def read(raw: bytes) -> Parsed:
    """Take a message apart. Raises Unreadable, in words, when there is no telling who says what."""
    try:
        parts = email.message_from_bytes(raw)
        found = list(islice(_walk(parts), MOST_PARTS + 1))
    except (RecursionError, ValueError, TypeError, AttributeError, IndexError, KeyError) as error:
        raise Unreadable(_("Its structure is broken: %(error)s") % {"error": error}) from error
    if len(found) > MOST_PARTS:
        raise Unreadable(_("It has more than %(most)s parts.") % {"most": MOST_PARTS})
    _refuse_sealed(parts)
    text, html, files = _contents(found)
    return Parsed(
        parts=parts,
        sender=_sender(parts),
        to=_recipients(parts, "to", "cc", "delivered-to", "x-original-to", "envelope-to", "resent-to"),
        cc=_recipients(parts, "cc"),
        subject=_first(parts, "subject"),
        message_id=next(iter(ids_in(_first(parts, "message-id"))), ""),
        references=_references(parts),
        sent_at=_moment(_first(parts, "date")),
        text=text[:MOST_TEXT],
        html=html[:MOST_TEXT],
        files=tuple(files),
    )


def headers_of(parts: Message, name: str) -> list[str]:
    """All headers of this name, the topmost first, in readable characters."""
    return [charsets.header(value) for key, value in parts.raw_items() if key.lower() == name]


def ids_in(text: str) -> list[str]:
    """The message ids of a header, without their brackets."""
    return _ID.findall(text)


def addresses_in(values: list[str]) -> list[Address]:
    """The addresses of raw headers. Names are decoded after they are told apart: they may hold commas."""
    pairs = getaddresses([_FOLD.sub(" ", value) for value in values])
    return [Address(name=charsets.header(name), address=found.strip().lower()) for name, found in pairs if "@" in found]


def _walk(part: Message, depth: int = 0) -> Iterator[Message]:
    """The leaves. A message within a message is a leaf: it came as a file."""
    if depth > MOST_DEPTH:
        raise Unreadable(_("Its parts are nested too deeply."))
    payload = part.get_payload()
    if part.get_content_maintype() == "multipart" and isinstance(payload, list):
        for inner in (one for one in payload if isinstance(one, Message)):
            yield from _walk(inner, depth + 1)
    else:
        yield part


def _refuse_sealed(parts: Message) -> None:
    kind = parts.get_content_type()
    sealed = kind == "multipart/encrypted" or (
        kind in {"application/pkcs7-mime", "application/x-pkcs7-mime"}
        and parts.get_param("smime-type") != "signed-data"
    )
    if sealed:
        raise Unreadable(_("It is encrypted, and only its reader has the key."))


def _contents(leaves: list[Message]) -> tuple[str, str, list[File]]:
    """The plain text, the HTML, and everything else as files."""
    texts: list[str] = []
    pages: list[str] = []
    files: list[File] = []
    for leaf in leaves:
        kind = leaf.get_content_type()
        is_file = leaf.get_content_disposition() == "attachment" or bool(_name(leaf))
        if kind == "text/plain" and not is_file:
            texts.append(_text(leaf))
        elif kind == "text/html" and not is_file:
            pages.append(_text(leaf))
        elif kind not in {"message/delivery-status", "text/rfc822-headers"}:
            files.append(_file(leaf, len(files) + 1))
    return "\n\n".join(filter(None, texts)), "\n".join(pages), [one for one in files if one.content]


def _text(leaf: Message) -> str:
    text = charsets.decode(_bytes(leaf), str(leaf.get_param("charset") or ""))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if str(leaf.get_param("format") or "").lower() == "flowed":
        glue = "" if str(leaf.get_param("delsp") or "").lower() == "yes" else " "
        text = _FLOWED.sub(glue, text)
    return text.strip("\n")


def _bytes(leaf: Message) -> bytes:
    payload = leaf.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    inner = leaf.get_payload()
    return b"".join(part.as_bytes() for part in inner if isinstance(part, Message)) if isinstance(inner, list) else b""


def _file(leaf: Message, number: int) -> File:
    kind = leaf.get_content_type()
    name = _name(leaf) or f"part-{number}{_SUFFIXES.get(kind, '')}"
    cid = str(leaf.get("content-id") or "").strip().strip("<>")
    return File(name=name, declared=kind, content=_bytes(leaf), cid=cid)


_SUFFIXES = {
    "message/rfc822": ".eml",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    "text/csv": ".csv",
    "text/calendar": ".ics",
    "text/plain": ".txt",
}


def _name(leaf: Message) -> str:
    """What a file is called, whichever of the three ways of saying so was taken (RFC 2231, RFC 2047, raw)."""
    try:
        return charsets.header(leaf.get_filename() or "")
    except (ValueError, TypeError, LookupError):
        return ""


def _sender(parts: Message) -> Address:
    for name in ("from", "sender", "reply-to"):
        found = addresses_in([str(value) for key, value in parts.raw_items() if key.lower() == name])
        if found:
            return found[0]
    raise Unreadable(_("It does not say who sent it."))


def _recipients(parts: Message, *named: str) -> tuple[str, ...]:
    found = addresses_in([str(value) for key, value in parts.raw_items() if key.lower() in named])
    return tuple(dict.fromkeys(one.address for one in found))[:100]


def _references(parts: Message) -> tuple[str, ...]:
    answered = ids_in(_first(parts, "in-reply-to"))
    before = ids_in(_first(parts, "references"))
    return tuple(dict.fromkeys([*answered, *reversed(before)]))[:50]


def _first(parts: Message, name: str) -> str:
    found = headers_of(parts, name)
    return found[0] if found else ""


def _moment(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at.astimezone(UTC) if 1970 < at.year < 2199 else None
