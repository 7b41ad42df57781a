"""Personal data and secrets taken out of a text before it becomes knowledge."""

import re
from collections.abc import Iterable

_NAMED = r"pass(?:word|wd|phrase)?|pwd|kennwort|passwort|secret|token|api[_-]?key|credentials?|pin|geheimnis"
_SAID = re.compile(rf"(?i)\b((?:{_NAMED})\s*(?::=|[:=]|\bis\b|\blautet\b)\s*)(?!\[)(?:\"[^\"\n]+\"|'[^'\n]+'|\S+)")
_BEARER = re.compile(r"(?i)\b((?:bearer|basic)\s+)(?!\[)[\w.~+/=-]{8,}")
_LOGIN = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")
_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"
    r"|\b(?:gh[pousr]_|glpat-|xox[abprs]-|sk-|AKIA|ASIA)[\w-]{10,}",
    re.DOTALL,
)
_LONG = re.compile(r"(?<![\w/.-])(?=[\w+=-]*\d)(?=[\w+=-]*[A-Za-z])[\w+=-]{28,}(?![\w/.-])", re.ASCII)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IPV4 = re.compile(rf"(?<![\w.])(?:{_BYTE}\.){{3}}{_BYTE}(?![\w.]*\d)(?:/\d{{1,2}})?")
_HEX = r"[0-9a-fA-F]{1,4}"
_IPV6 = re.compile(
    rf"(?<![\w:])(?:(?:{_HEX}:){{7}}{_HEX}|(?:{_HEX}:){{1,6}}(?::{_HEX}){{1,6}}"
    rf"|(?:{_HEX}:){{2,7}}:|::(?:{_HEX}:?){{1,7}})(?![\w:])"
)
_ABROAD = r"(?<![\w.,/-])(?:\+|00)\d(?:[ ()./-]{0,2}\d){6,13}(?![\w-])"
_AT_HOME = r"(?<![\w.,:/-])\(?0\d{1,5}\)?[ /-]\d(?:[ ./-]?\d){4,10}(?![\w:-])"
_PHONE = re.compile(f"{_ABROAD}|{_AT_HOME}")
_MASKS = (
    (_KEY, "[secret]"), (_LOGIN, "[secret]"), (_BEARER, r"\1[secret]"), (_SAID, r"\1[secret]"), (_EMAIL, "[e-mail]"),
    (_IPV6, "[IP address]"), (_IPV4, "[IP address]"), (_PHONE, "[telephone]"), (_LONG, "[secret]"),
)  # fmt: skip


def mask(text: str, names: Iterable[str] = (), involved: Iterable[str] = ()) -> str:
    """The text with addresses, numbers, secrets and people's names replaced by what they were.

    ``names`` are found as they stand, those of the people who are ``involved`` also by first or last name. Whatever was
    masked reads ``[e-mail]``, ``[telephone]``, ``[IP address]``, ``[secret]`` or ``[name]``.
    """
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    involved = [" ".join(name.split()) for name in involved]
    parts = [part for name in involved for part in re.split(r"[\s,]+", name) if len(part) > 2 and part[0].isupper()]
    known = sorted({*(" ".join(name.split()) for name in names), *involved, *parts} - {""}, key=len, reverse=True)
    if not known:
        return text
    either = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in known)
    return re.sub(rf"(?<!\w)(?:{either})(?:['\u2019]s)?(?!\w)", "[name]", text)
