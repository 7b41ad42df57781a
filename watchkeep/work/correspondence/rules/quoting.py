"""What of a mail is new, what it quotes, and where its signature begins. What is cut is kept, never lost."""

import re
from dataclasses import dataclass

from watchkeep.work.correspondence.rules.pages import QUOTE_FROM_HERE, SIGNATURE, SIGNATURE_END

_VERBS = (
    *("wrote", "schrieb", r"a\sécrit", "escribió", r"ha\sscritto", "schreef", "escreveu", "skrev", "kirjoitti"),
    *(r"napisał(?:\(a\))?", r"napsal(?:\(a\))?"),
)
_SAID = f"(?:{'|'.join(_VERBS)})"
_ON = re.compile(
    r"^(?:>\s*)*(?:On|Am|Le|El|Il|Op|Em|Den|På|W\sdniu|Dnia|Dne|Vào|Pada)\b.{4,300}?" + _SAID + r"\b.{0,80}?:\s*$"
)
_WROTE = re.compile(r"^(?:>\s*)*.{3,200}\s" + _SAID + r"\s?(?:am|on|le)?.{0,60}:\s*$")
_ORIGINAL = re.compile(
    r"^\W{0,3}-{2,}\s*(?:Original Message|Original-Nachricht|Ursprüngliche Nachricht|Message d'origine"
    r"|Mensaje original|Messaggio originale|Oorspronkelijk bericht|Mensagem original|Oryginalna wiadomość"
    r"|Opprinnelig melding|Ursprungligt meddelande)\s*-{2,}\W*$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^\W{0,8}-*\s*(?:Forwarded message|Weitergeleitete Nachricht|Begin forwarded message|Anfang der weitergeleiteten"
    r"|Message transféré|Mensaje reenviado|Messaggio inoltrato)\b",
    re.IGNORECASE,
)
_FORWARD_SUBJECT = re.compile(r"^\s*(?:fwd?|wg|tr|rv|enc|i|doorst|vb)\s*:", re.IGNORECASE)
_FROM = re.compile(r"^\**(?:From|Von|De|Da|Van|Od|Fra|Från)\**\s?:\**\s*\S")
_SENT = re.compile(
    r"^\**(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|Data|Verzonden|Wysłano|Sendt|Skickat)\**\s?:"
)
_RULE = re.compile(r"^_{10,}\s*$")
_DASHES = re.compile(r"^--\s*$")
_MOBILE = re.compile(
    r"^\W{0,3}(?:Sent from (?:my|Mail|Outlook|Yahoo|the)|Get Outlook for|Von meinem \S+ gesendet|Gesendet (?:von|mit)"
    r"|Envoyé de(?:puis)? mon|Enviado desde mi|Inviato da|Verstuurd vanaf mijn|Sendt fra min|Skickat från min)\b"
    r".{0,120}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Split:
    """A text in three: what is new, what it quotes, and the signature."""

    new: str
    quoted: str = ""
    signature: str = ""

    @property
    def folded(self) -> str:
        """What a reader sees only when they ask."""
        return "\n\n".join(filter(None, (self.signature, self.quoted)))


def split(text: str, *, subject: str = "") -> Split:
    """Tell new from quoted. A forwarded mail is what its sender wants us to read, and stays whole."""
    text, signed = _without_marked_signature(text)
    if _FORWARD_SUBJECT.match(subject) or any(_FORWARDED.match(line) for line in text.split("\n")):
        whole = _unmarked(text)
        return Split(whole, signature=signed) if whole else Split(signed)
    text, below = _without_last_words(text)
    new, quoted = _unquoted(text.split("\n"))
    body, signature = _unsigned(new)
    signature = "\n".join(filter(None, (signature, below)))
    if not body.strip():
        body, signature = (new, below) if new.strip() else (_unmarked(text), below)
        quoted = quoted if new.strip() else ""
    signature = "\n".join(filter(None, (signature, signed)))
    return Split(_unmarked(body), _unmarked(quoted), _unmarked(signature))


def _unquoted(lines: list[str]) -> tuple[str, str]:
    """New lines and quoted ones. Answers written between quoted lines keep the lines that they answer."""
    end = _end_of_new(lines)
    head, below = lines[:end], lines[end:]
    first, last = _outer_text(head)
    if last < 0:
        return "", "\n".join([*head, *below]).strip()
    kept, tail = head[first : last + 1], head[last + 1 :]
    above = head[:first]
    return "\n".join(kept).strip(), "\n".join(filter(None, map(_joined, (above, tail, below))))


def _end_of_new(lines: list[str]) -> int:
    """Where everything below is another mail."""
    for number, line in enumerate(lines):
        if line.strip() == QUOTE_FROM_HERE or _ORIGINAL.match(line):
            return number
        if _FROM.match(line.lstrip("> ")) and any(
            _SENT.match(one.lstrip("> ")) for one in lines[number + 1 : number + 5]
        ):
            return number - 1 if number and _RULE.match(lines[number - 1]) else number
        if said := _wrote(lines, number):
            below = [one for one in lines[number + said :] if one.strip()]
            if below and not below[0].lstrip().startswith(">"):
                return number
    return len(lines)


def _outer_text(lines: list[str]) -> tuple[int, int]:
    """The first and the last line that somebody wrote themselves; (0, -1) when there is none."""
    own = []
    skip = 0
    for number, line in enumerate(lines):
        if number < skip:
            continue
        if said := _wrote(lines, number):
            skip = number + said
            continue
        if line.strip() and not line.lstrip().startswith(">"):
            own.append(number)
    return (own[0], own[-1]) if own else (0, -1)


def _wrote(lines: list[str], number: int) -> int:
    """How many lines say here who wrote what follows: mail programs break that sentence. 0 when none does."""
    for many in (1, 2, 3):
        said = [one.strip() for one in lines[number : number + many]]
        line = " ".join(said)
        if not all(said) or len(line) > 400:
            return 0
        if _ON.match(line) or (many == 1 and _WROTE.match(line)):
            return many
    return 0


def _without_last_words(text: str) -> tuple[str, str]:
    """Take off a signature that stands below everything that is quoted."""
    lines = text.split("\n")
    quoted = [number for number, line in enumerate(lines) if line.lstrip().startswith(">")]
    dashes = [number for number, line in enumerate(lines) if _DASHES.match(line)]
    if not quoted or not dashes or dashes[-1] < quoted[-1]:
        return text, ""
    return _joined(lines[: dashes[-1]]), _joined(lines[dashes[-1] + 1 :])


def _unsigned(text: str) -> tuple[str, str]:
    """The text and its signature: below ``-- `` (RFC 3676), or what a telephone adds."""
    lines = text.split("\n")
    for number in range(len(lines) - 1, max(len(lines) - 40, -1), -1):
        if _DASHES.match(lines[number]):
            return _joined(lines[:number]), _joined(lines[number + 1 :])
    for number in range(max(len(lines) - 4, 0), len(lines)):
        if _MOBILE.match(lines[number]):
            return _joined(lines[:number]), _joined(lines[number:])
    return text, ""


def _without_marked_signature(text: str) -> tuple[str, str]:
    """Take out what the mail program itself marked as a signature, unless it is all there is or lies in a quotation."""
    before, mark, rest = text.partition(SIGNATURE)
    signed, _mark, after = rest.partition(SIGNATURE_END)
    if not mark or not before.strip("\n> ") or QUOTE_FROM_HERE in before:
        return _without_marks(text), ""
    return _without_marks(f"{before}{after}"), _without_marks(signed).strip()


def _without_marks(text: str) -> str:
    return re.sub(f"(?:{SIGNATURE}|{SIGNATURE_END})\n?", "", text)


def _unmarked(text: str) -> str:
    return re.sub(f"{QUOTE_FROM_HERE}\n?", "", text).strip()


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip()
