"""SPDX 2: packages; the one that the document describes is its subject and no component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from watchkeep.estate.discovery.rules.sbom.parts import Part, Told, Unreadable, objects, text

_DOCUMENT = "SPDXRef-DOCUMENT"
_NOTHING = frozenset({"NOASSERTION", "NONE"})
_MOST_LINES = 3_000_000
Said = tuple[str, str, str]
"""A relationship: of what, which, and to what."""


_FORWARDS = frozenset({"CONTAINS", "DEPENDS_ON"})
_BACKWARDS = frozenset({
    "CONTAINED_BY", "DEPENDENCY_OF", "RUNTIME_DEPENDENCY_OF", "BUILD_DEPENDENCY_OF", "DEV_DEPENDENCY_OF",
    "OPTIONAL_DEPENDENCY_OF", "PROVIDED_DEPENDENCY_OF", "TEST_DEPENDENCY_OF",
})  # fmt: skip


def from_json(told: dict[str, Any]) -> Told:
    """A document in JSON."""
    packages = objects(told.get("packages"))
    listed = told.get("documentDescribes")
    described = {one for one in listed if isinstance(one, str)} if isinstance(listed, list) else set()
    for one in objects(told.get("relationships")):
        if one.get("relationshipType") == "DESCRIBES" and one.get("spdxElementId") == _DOCUMENT:
            described.add(text(one.get("relatedSpdxElement")))
    said = ((text(one.get("spdxElementId")), text(one.get("relationshipType")), text(one.get("relatedSpdxElement")))
            for one in objects(told.get("relationships")))  # fmt: skip
    return _told(text(told.get("spdxVersion")), text(told.get("name")), packages, described, said)


def from_tags(plain: bytes) -> Told:
    """A document in lines of tag and value."""
    head: dict[str, str] = {}
    packages: list[dict[str, Any]] = []
    described: set[str] = set()
    said: list[Said] = []
    scope: dict[str, Any] = head
    for tag, value in _lines(plain):
        if tag == "PackageName":
            packages.append(scope := {"name": value, "externalRefs": []})
        elif tag in {"FileName", "SnippetSPDXID", "LicenseID"}:
            scope = {}
        elif tag == "ExternalRef" and "externalRefs" in scope and len(parts := value.split()) >= 3:
            scope["externalRefs"].append({"referenceType": parts[1], "referenceLocator": parts[2]})
        elif tag == "Relationship" and len(parts := value.split()) == 3:
            one, relation, other = parts
            described |= {other} if (one, relation) == (_DOCUMENT, "DESCRIBES") else set()
            said.append((one, relation, other))
        elif tag in _TAGS:
            scope.setdefault(_TAGS[tag], value)
    if not head.get("spdxVersion", "").startswith("SPDX-2."):
        raise Unreadable("It is neither JSON nor XML, and no SPDX 2 in tags (SPDXVersion).")
    return _told(head["spdxVersion"], head.get("documentName", ""), packages, described, said)


_TAGS = {
    "SPDXVersion": "spdxVersion", "DocumentName": "documentName", "SPDXID": "SPDXID", "PackageVersion": "versionInfo",
    "PackageSupplier": "supplier",
}  # fmt: skip


def _lines(plain: bytes) -> Iterator[tuple[str, str]]:
    """Tags with their values; a text of several lines stands between <text> and </text>."""
    try:
        lines = iter(plain.decode().splitlines()[:_MOST_LINES])
    except UnicodeDecodeError as error:
        raise Unreadable("It is neither JSON, XML nor text.") from error
    for line in lines:
        tag, colon, value = line.partition(":")
        value = value.strip()
        if not colon or line.startswith("#"):
            continue
        if value.startswith("<text>"):
            while "</text>" not in value:
                if (more := next(lines, None)) is None:
                    raise Unreadable("It ends too early: a text in it has no end.")
                value = more
        yield tag.strip(), value


def _told(version: str, name: str, packages: list[dict[str, Any]], described: set[str], said: Iterable[Said]) -> Told:
    subject = [one for one in packages if one.get("SPDXID") in described]
    alone = len(subject) == 1 and len(packages) > 1
    parts = (_part(one) for one in packages if not (alone and one is subject[0]))
    return version.replace("-", " "), _part(subject[0]) if alone else Part(name=name), parts, _pairs(said)


def _pairs(said: Iterable[Said]) -> Iterator[tuple[str, str]]:
    for one, relation, other in said:
        if relation in _FORWARDS:
            yield one, other
        elif relation in _BACKWARDS:
            yield other, one


def _part(one: Mapping[str, Any]) -> Part:
    refs = {text(each.get("referenceType")).lower(): text(each.get("referenceLocator"))
            for each in objects(one.get("externalRefs"))}  # fmt: skip
    version, supplier = text(one.get("versionInfo")), text(one.get("supplier"))
    supplier = supplier.partition(":")[2].partition("(")[0].strip() if ":" in supplier else supplier
    return Part(
        name=text(one.get("name")), version="" if version in _NOTHING else version,
        publisher="" if supplier in _NOTHING else supplier, purl=refs.get("purl", ""),
        cpe=refs.get("cpe23type", "") or refs.get("cpe22type", ""), ref=text(one.get("SPDXID")),
    )  # fmt: skip
