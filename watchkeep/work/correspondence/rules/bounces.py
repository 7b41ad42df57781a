"""Reports that a mail of ours could not be delivered (RFC 3464), and to which of ours they answer."""

import re
from dataclasses import dataclass
from email.message import Message

from watchkeep.work.correspondence.rules import charsets
from watchkeep.work.correspondence.rules.parsing import ids_in

_ID_LINE = re.compile(rb"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Bounce:
    """What a report says of one recipient. ``ids`` are the message ids that it quotes."""

    action: str
    status: str
    recipient: str
    said: str
    ids: tuple[str, ...]

    @property
    def is_final(self) -> bool:
        """Whether it will not arrive; a delay is no failure yet."""
        return self.action == "failed" or (not self.action and self.status.startswith("5"))


def read(parts: Message) -> Bounce | None:
    """The first recipient's report; None when it is none."""
    if parts.get_content_type() != "multipart/report" or parts.get_param("report-type") == "disposition-notification":
        return None
    leaves = list(parts.walk())
    fields: dict[str, str] = {}
    for leaf in leaves:
        if leaf.get_content_type() == "message/delivery-status":
            for block in leaf.get_payload() if isinstance(leaf.get_payload(), list) else []:
                if isinstance(block, Message):
                    fields = {key.lower(): charsets.header(value) for key, value in block.raw_items()} | fields
    return Bounce(
        action=fields.get("action", "").strip().lower(),
        status=fields.get("status", "").strip()[:20],
        recipient=fields.get("final-recipient", fields.get("original-recipient", "")).partition(";")[2].strip()[:200],
        said=fields.get("diagnostic-code", "").partition(";")[2].strip()[:300],
        ids=tuple(dict.fromkeys(one for leaf in leaves[1:] for one in _ids_of(leaf))),
    )


def _ids_of(leaf: Message) -> list[str]:
    """The message ids of the mail that comes back, whole or its headers alone."""
    if leaf.get_content_type() in {"text/rfc822-headers", "text/rfc822", "message/rfc822-headers"}:
        payload = leaf.get_payload(decode=True)
        text = payload if isinstance(payload, bytes) else b""
        return [one for found in _ID_LINE.findall(text) for one in ids_in(found.decode("ascii", "replace"))]
    return ids_in(str(leaf.get("message-id", "")))
