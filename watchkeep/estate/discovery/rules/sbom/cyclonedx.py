"""CycloneDX: components, those within components among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from watchkeep.estate.discovery.rules.sbom.parts import Part, Told, Unreadable, named, objects, text

DEEPEST = 40
_SPACE = "http://cyclonedx.org/schema/bom/"


def from_json(told: dict[str, Any]) -> Told:
    """A document in JSON."""
    subject = named(told.get("metadata"), "component")
    pairs = ((text(one.get("ref")), text(other)) for one in objects(told.get("dependencies"))
             for other in _several(one.get("dependsOn")))  # fmt: skip
    parts = _parts(objects(told.get("components")))
    return f"CycloneDX {text(told.get('specVersion'))}", _part(subject), parts, pairs


def from_xml(plain: bytes) -> Told:
    """A document in XML, without a document type: entities are for others."""
    root = _root(plain)
    space, _brace, name = str(root.tag).lstrip("{").rpartition("}")
    if name != "bom" or not space.startswith(_SPACE):
        raise Unreadable("It is XML, but no CycloneDX.")
    subject = root.find("{*}metadata/{*}component")
    parts = (_element(one) for one in root.iterfind(".//{*}component") if one is not subject)
    pairs = ((one.get("ref", ""), other.get("ref", "")) for one in root.iterfind("{*}dependencies/{*}dependency")
             for other in one.iterfind("{*}dependency"))  # fmt: skip
    form = f"CycloneDX {space.removeprefix(_SPACE)}"
    return form, Part() if subject is None else _element(subject), parts, pairs


def _parts(components: list[dict[str, Any]]) -> Iterator[Part]:
    waiting = [(one, 1, "") for one in reversed(components)]
    while waiting:
        one, depth, within = waiting.pop()
        if depth > DEEPEST:
            raise Unreadable("Its components lie too deep in one another.")
        yield (part := _part(one, within))
        waiting += [(inner, depth + 1, part.ref) for inner in reversed(objects(one.get("components")))]


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _part(one: Any, within: str = "") -> Part:
    group, name = text(named(one, "group")), text(named(one, "name"))
    publisher = text(named(one, "publisher")) or text(named(named(one, "supplier"), "name"))
    return Part(
        name=f"{group}/{name}" if group and name else name, version=text(named(one, "version")), publisher=publisher,
        purl=text(named(one, "purl")), cpe=text(named(one, "cpe")), ref=text(named(one, "bom-ref")), within=within,
    )  # fmt: skip


def _element(one: Any) -> Part:
    told = {
        name: text(one.findtext(f"{{*}}{name}")) for name in ("group", "name", "version", "publisher", "purl", "cpe")
    }
    above = one.getparent().getparent() if one.getparent() is not None else None
    within = above.get("bom-ref", "") if above is not None and str(above.tag).endswith("}component") else ""
    more = {"supplier": {"name": one.findtext("{*}supplier/{*}name")}, "bom-ref": one.get("bom-ref", "")}
    return _part(told | more, within)


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
