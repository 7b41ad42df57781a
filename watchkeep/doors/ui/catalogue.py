"""Other languages of a door, from its ``locale/*.po`` into Django's translations at start.

Read here rather than compiled beforehand, so that a clean copy of the repository needs no gettext tools. Only a door
that speaks these languages activates them; the console stays as it is.
"""

import ast
import gettext
import io
import struct
from pathlib import Path

from django.utils.translation import trans_real

_MAGIC = 0x950412DE
_HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def load(door: str) -> None:
    """Merge every catalogue of a door, named by one of its files, into the translations of its language."""
    for path in sorted((Path(door).parent / "locale").glob("*.po")):
        words = gettext.GNUTranslations(io.BytesIO(compiled(read(path.read_text(encoding="utf-8")))))
        trans_real.translation(path.stem).merge(words)


def read(text: str) -> dict[str, str]:
    """The messages of a ``.po`` file: singular and plural are joined by NUL, as gettext keeps them."""
    found: dict[str, str] = {}
    for entry in text.split("\n\n"):
        parts: dict[str, str] = {}
        name = ""
        for line in entry.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if not line.startswith('"'):
                name, _, line = line.partition(" ")  # noqa: PLW2901  # what is left is a string like those below it
            parts[name] = parts.get(name, "") + ast.literal_eval(line)
        if parts.get("msgid"):
            key = "\0".join(filter(None, (parts["msgid"], parts.get("msgid_plural"))))
            found[key] = parts.get("msgstr") or "\0".join(parts[name] for name in ("msgstr[0]", "msgstr[1]"))
    return found


def compiled(messages: dict[str, str]) -> bytes:
    """The same as a ``.mo`` file, as the gettext manual describes it: two sorted tables, then the strings."""
    pairs = sorted((key.encode(), said.encode()) for key, said in ({"": _HEADER} | messages).items())
    count = len(pairs)
    at = 28 + 16 * count
    tables, strings = ([], []), b""  # type: tuple[list[bytes], list[bytes]], bytes
    for side in (0, 1):
        for pair in pairs:
            tables[side].append(struct.pack("<II", len(pair[side]), at + len(strings)))
            strings += pair[side] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + b"".join(tables[0]) + b"".join(tables[1]) + strings
