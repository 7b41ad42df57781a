"""Which kind of document it is, and what every kind becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any

import msgspec

from watchkeep.estate.discovery.models.found import Program
from watchkeep.estate.discovery.rules.sbom import cyclonedx, spdx, spdx3
from watchkeep.estate.discovery.rules.sbom.parts import Bill, Pairs, Told, Unreadable

__all__ = ["MOST_BYTES", "Bill", "Unreadable", "read"]
MOST_BYTES = 32 * 2**20
MOST_PARTS, MOST_EDGES = 50_000, 250_000


def read(body: bytes) -> Bill:
    """What a document says. Raises Unreadable, in words."""
    if len(body) > MOST_BYTES:
        raise Unreadable(f"It is larger than {MOST_BYTES // 2**20} MiB.")
    plain = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\x00" in plain:
        raise Unreadable("It holds a NUL byte.")
    form, subject, parts, pairs = _reader(plain)(plain)
    programs: dict[Program, None] = {}
    named: dict[str, Program | None] = {}
    held: list[tuple[str, str]] = []
    for number, part in enumerate(parts, start=1):
        if number > MOST_PARTS:
            raise Unreadable(f"It lists more than {MOST_PARTS:,} components.")
        if part.name:
            programs[program := part.program()] = None
            named |= {part.ref: program} if part.ref else {}
            held += [(part.within, part.ref)] if part.within and part.ref else []
    named |= {subject.ref: None} if subject.ref else {}
    return Bill(form, subject, tuple(programs), _edges(named, chain(held, pairs)))


def _edges(named: Mapping[str, Program | None], pairs: Pairs) -> frozenset[tuple[Program | None, Program]]:
    """What brings what, of what the document lists; what leads nowhere, or to itself, is left out."""
    edges: set[tuple[Program | None, Program]] = set()
    for number, (one, other) in enumerate(pairs, start=1):
        if number > MOST_EDGES:
            raise Unreadable(f"It tells of more than {MOST_EDGES:,} dependencies.")
        if one in named and (brought := named.get(other)) and named[one] != brought:
            edges.add((named[one], brought))
    return frozenset(edges)


def _reader(plain: bytes) -> Callable[[bytes], Told]:
    if plain[:1] == b"{":
        return _from_json
    return cyclonedx.from_xml if plain[:1] == b"<" else spdx.from_tags


def _from_json(plain: bytes) -> Told:
    try:
        told: Any = msgspec.json.decode(plain)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise Unreadable(f"It is no JSON that can be read: {str(error)[:120]}") from error
    if told.get("bomFormat") == "CycloneDX":
        return cyclonedx.from_json(told)
    if str(told.get("spdxVersion", "")).startswith("SPDX-2."):
        return spdx.from_json(told)
    if spdx3.is_one(told):
        return spdx3.read(told)
    raise Unreadable("It is JSON, but neither CycloneDX (bomFormat) nor SPDX 2 (spdxVersion) or 3 (@context).")
