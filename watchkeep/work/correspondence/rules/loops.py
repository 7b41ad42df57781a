"""Mail that no person wrote to us: replies of machines, lists, reports, our own (RFC 3834, RFC 2919, RFC 2369)."""

from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from django.utils.translation import gettext as _

from watchkeep.work.correspondence.rules.parsing import headers_of

OWN_HEADER = "X-Watchkeep-Loop"
"""Every mail of ours bears it, signed, so that we know it when it comes back."""
_REPLIES = (
    "x-autoreply", "x-autorespond", "x-auto-response", "x-autoresponder", "x-auto-reply-from", "x-vacation",
    "x-fc-machinegenerated",
)  # fmt: skip
_LISTS = ("list-id", "list-post", "list-unsubscribe", "list-help", "list-subscribe", "list-archive", "mailing-list")
_DAEMONS = ("mailer-daemon@", "postmaster@", "mail-daemon@")


class Kind(StrEnum):
    """What sort of automatic mail it is."""

    REPLY = "reply"
    GENERATED = "generated"
    LIST = "list"
    REPORT = "report"
    OWN = "own"


@dataclass(frozen=True)
class Automatic:
    """It is automatic, of this sort, and by what that was seen."""

    kind: Kind
    why: str


def automatic(parts: Message, *, sender: str, envelope_from: str | None, own_mark: str) -> Automatic | None:
    """Whether no person wrote it to us, and why we think so. ``envelope_from`` is None when nobody told us."""
    if own_mark in headers_of(parts, OWN_HEADER.lower()):
        return Automatic(Kind.OWN, _("It is a mail of our own that came back."))
    if parts.get_content_type() == "multipart/report":
        return Automatic(Kind.REPORT, _("It is a report of a mail server or program."))
    return _by_headers(parts) or _by_path(parts, sender, envelope_from)


def _by_headers(parts: Message) -> Automatic | None:
    submitted = _first(parts, "auto-submitted")
    if submitted and submitted != "no":
        kind = Kind.REPLY if submitted == "auto-replied" else Kind.GENERATED
        return Automatic(kind, _("It says so itself: %(said)s") % {"said": f"Auto-Submitted: {submitted}"})
    for name in _REPLIES:
        if (said := _first(parts, name)) and said != "no":
            return Automatic(Kind.REPLY, _("It says so itself: %(said)s") % {"said": f"{name.title()}: {said}"[:120]})
    precedence = _first(parts, "precedence")
    if precedence in {"auto_reply", "auto-reply"}:
        return Automatic(Kind.REPLY, _("It says so itself: %(said)s") % {"said": f"Precedence: {precedence}"})
    for name in _LISTS:
        if said := _first(parts, name):
            return Automatic(Kind.LIST, _("It came through a mailing list: %(said)s") % {"said": said[:120]})
    if precedence in {"bulk", "list", "junk"}:
        return Automatic(Kind.LIST, _("It is sent to many: %(said)s") % {"said": f"Precedence: {precedence}"})
    return None


def _by_path(parts: Message, sender: str, envelope_from: str | None) -> Automatic | None:
    returns = envelope_from if envelope_from is not None else _first(parts, "return-path")
    if envelope_from == "" or returns in {"<>", "< >"}:
        return Automatic(Kind.GENERATED, _("It has a null return path: it wants no answer, not even a failure's."))
    if sender.startswith(_DAEMONS):
        return Automatic(Kind.REPORT, _("A mail server wrote it."))
    return None


def _first(parts: Message, name: str) -> str:
    """A header's first word, in lower case."""
    found = headers_of(parts, name)
    return found[0].partition(";")[0].partition("(")[0].strip().lower() if found else ""
