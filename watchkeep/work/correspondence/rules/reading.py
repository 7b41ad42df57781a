"""A message read to the end: who, what is new, what is quoted, which files matter, whether a person wrote it."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from watchkeep.work.correspondence.rules import bounces, loops, pages, parsing, proofs, quoting
from watchkeep.work.correspondence.rules.bounces import Bounce
from watchkeep.work.correspondence.rules.loops import Automatic
from watchkeep.work.correspondence.rules.parsing import File, Parsed
from watchkeep.work.correspondence.rules.proofs import Proof
from watchkeep.work.correspondence.rules.quoting import Split

MOST_FILES = 30
MOST_LETTERS = 45_000
MOST_TITLE = 200
_CID = re.compile(r"\[cid:([^\]\s]{1,300})\]")
_PREFIX = re.compile(
    r"^(?:\s*(?:re|aw|sv|antw|odp|rif|res|fwd?|wg|tr|rv|vs|ynt)(?:\[\d+\])?\s*:|\s*\[[^\]]{1,40}\](?=.*\S))\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All that a message says by itself."""

    parsed: Parsed
    split: Split
    files: tuple[File, ...]
    left_out: tuple[tuple[str, str], ...]
    automatic: Automatic | None
    bounce: Bounce | None
    proof: Proof

    @property
    def sender(self) -> str:
        """Whose address it bears."""
        return self.parsed.sender.address

    @property
    def name(self) -> str:
        """What the sender is called; the address says it when nothing else does."""
        return self.parsed.sender.name[:120] or self.sender.partition("@")[0]

    @property
    def title(self) -> str:
        """What a ticket that it opens is called."""
        text = self.parsed.subject
        while (shorter := _PREFIX.sub("", text, count=1)) != text:
            text = shorter
        first = next((line.strip("#*> ") for line in self.split.new.split("\n") if line.strip("#*> ")), "")
        words = text.strip() or first or _("Mail without a subject")
        return words if len(words) <= MOST_TITLE else f"{words[: MOST_TITLE - 1]}…"


def read(raw: bytes, *, envelope_from: str | None, trusted: str, own_mark: str) -> Reading:
    """Read a message. Raises parsing.Unreadable, in words."""
    parsed = parsing.read(raw)
    text = pages.to_text(parsed.html) if parsed.html else parsed.text
    split = quoting.split(text or parsed.text, subject=parsed.subject)
    split, files, left_out = _with_files(split, parsed.files)
    sender = parsed.sender.address
    return Reading(
        parsed=parsed,
        split=split,
        files=files,
        left_out=left_out,
        automatic=loops.automatic(parsed.parts, sender=sender, envelope_from=envelope_from, own_mark=own_mark),
        bounce=bounces.read(parsed.parts),
        proof=proofs.judge(parsing.headers_of(parsed.parts, "authentication-results"), trusted=trusted, sender=sender),
    )


def _with_files(split: Split, files: tuple[File, ...]) -> tuple[Split, tuple[File, ...], tuple[tuple[str, str], ...]]:
    """The files that matter, and the text with the names of its pictures. A logo in a signature does not matter."""
    names = {one.cid: one.name for one in files if one.cid}
    shown, hidden = set(_CID.findall(split.new)), set(_CID.findall(split.folded))
    kept = [one for one in files if not one.cid or one.cid in shown or one.cid not in hidden]
    many = _("More than %(most)s files came along.") % {"most": MOST_FILES}
    left_out = tuple((one.name, many) for one in kept[MOST_FILES:])

    def named(text: str) -> str:
        return _CID.sub(lambda found: f"[{names.get(found.group(1), _('picture'))}]", text)

    new, quoted, signature = (named(part) for part in (split.new, split.quoted, split.signature))
    return (
        replace(split, new=_cut(new), quoted=_cut(quoted), signature=_cut(signature)),
        tuple(kept[:MOST_FILES]),
        left_out,
    )


def _cut(text: str) -> str:
    """A text that a ticket can hold; the message's source has all of it."""
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}\n\n{_('(The rest is in the mail itself.)')}"
