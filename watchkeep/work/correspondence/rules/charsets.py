"""Character sets of the real world: what mail programs call them, and what they really send."""

import codecs
import email.header
import re

_MEANT = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "big5": "big5hkscs",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-8-i": "iso-8859-8",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "cp-850": "cp850",
}
"""What is said, and what is meant: the superset that the same programs write under that name."""
_WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=")
_BETWEEN = re.compile(r"(\?=)\s+(=\?)")


def decode(raw: bytes, said: str = "") -> str:
    """The text behind these bytes: by the charset that is said, else UTF-8, else Windows'. It never fails."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        said = "utf-16"
    for charset in (*_guesses(said), "utf-8"):
        try:
            return _tidy(raw.decode(charset))
        except (LookupError, UnicodeError, ValueError):
            continue
    return _tidy(raw.decode("cp1252", "replace"))


def header(value: object) -> str:
    """A header as people read it: encoded words decoded, raw 8-bit guessed, folded lines joined."""
    text = str(value)
    raw = text.encode("ascii", "surrogateescape") if _is_escaped(text) else b""
    text = " ".join((decode(raw) if raw else text).split())
    if not _WORD.search(text):
        return text
    return _tidy("".join(_pieces(_BETWEEN.sub(r"\1\2", text)))).strip()


def _pieces(text: str) -> list[str]:
    """Plain stretches as they are, encoded words decoded; neighbours of one charset are joined before decoding."""
    found: list[tuple[bytes, str] | str] = []
    end = 0
    for word in _WORD.finditer(text):
        if word.start() > end:
            found.append(text[end : word.start()])
        end = word.end()
        raw, charset = _decoded(word.group())
        last = found[-1] if found else None
        if isinstance(last, tuple) and last[1] == charset:
            found[-1] = (last[0] + raw, charset)
        else:
            found.append((raw, charset))
    found.append(text[end:])
    return [piece if isinstance(piece, str) else decode(*piece) for piece in found]


def _decoded(word: str) -> tuple[bytes, str]:
    try:
        content, charset = email.header.decode_header(word)[0]
    except (email.errors.HeaderParseError, ValueError):
        return word.encode(), "utf-8"
    if isinstance(content, str):
        return content.encode("utf-8", "replace"), "utf-8"
    return content, (charset or "utf-8").lower()


def _guesses(said: str) -> list[str]:
    """The charsets to try first. Plain ASCII that is none is UTF-8 more often than anything else."""
    name = said.strip().strip("\"'").partition("*")[0].lower()
    if name in {"", "ascii", "us-ascii", "unknown-8bit", "x-unknown", "default", "binary"}:
        return ["utf-8"]
    meant = _MEANT.get(name, name)
    if meant == "cp1252":
        return ["cp1252"]
    return [meant] if meant == name else [meant, name]


def _is_escaped(text: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in text)


def _tidy(text: str) -> str:
    """Without what no database or page can hold."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").removeprefix("\ufeff")
