"""CycloneDX: components, those within components among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from watchkeep.estate.discovery.rules.sbom.parts import Part, Unreadable, named, objects, text

DEEPEST = 40
_SPACE = "http://cyclonedx.org/schema/bom/"


def from_json(told: dict[str, Any]) -> tuple[str, Part, Iterator[Part]]:
    """A document in JSON."""
    subject = named(told.get("metadata"), "component")
    return f"CycloneDX {text(told.get('specVersion'))}", _part(subject), _parts(objects(told.get("components")))


def from_xml(plain: bytes) -> tuple[str, Part, Iterator[Part]]:
    """A document in XML, without a document type: entities are for others."""
    root = _root(plain)
    space, _brace, name = str(root.tag).lstrip("{").rpartition("}")
    if name != "bom" or not space.startswith(_SPACE):
        raise Unreadable("It is XML, but no CycloneDX.")
    subject = root.find("{*}metadata/{*}component")
    parts = (_element(one) for one in root.iterfind(".//{*}component") if one is not subject)
    return f"CycloneDX {space.removeprefix(_SPACE)}", Part() if subject is None else _element(subject), parts


def _parts(components: list[dict[str, Any]]) -> Iterator[Part]:
    waiting = [(one, 1) for one in reversed(components)]
    while waiting:
        one, depth = waiting.pop()
        if depth > DEEPEST:
            raise Unreadable("Its components lie too deep in one another.")
        yield _part(one)
        waiting += [(inner, depth + 1) for inner in reversed(objects(one.get("components")))]


def _part(one: Any) -> Part:
    group, name = text(named(one, "group")), text(named(one, "name"))
    publisher = text(named(one, "publisher")) or text(named(named(one, "supplier"), "name"))
    return Part(
        name=f"{group}/{name}" if group and name else name, version=text(named(one, "version")), publisher=publisher,
        purl=text(named(one, "purl")), cpe=text(named(one, "cpe")),
    )  # fmt: skip


def _element(one: Any) -> Part:
    told = {
        name: text(one.findtext(f"{{*}}{name}")) for name in ("group", "name", "version", "publisher", "purl", "cpe")
    }
    return _part(told | {"supplier": {"name": one.findtext("{*}supplier/{*}name")}})


def _root(plain: bytes) -> Any:
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Unreadable("It declares a document type or entities, which is refused.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(plain, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"It is no XML that can be read: {str(error)[:120]}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("It declares a document type or entities, which is refused.")
    return root
