"""SPDX 3 as JSON-LD: one graph of elements; the root of the document, or of the SBOM in it, is its subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from watchkeep.estate.discovery.rules.sbom.parts import Part, Told, Unreadable, named, objects, text

_PACKAGE, _COLLECTIONS = "software_Package", ("SpdxDocument", "software_Sbom", "Bom", "Bundle")
_BRINGS = ("dependsOn", "contains")
_CPES = ("cpe23", "cpe22")


def is_one(told: Mapping[str, Any]) -> bool:
    """Whether a document says that it is SPDX 3."""
    context = told.get("@context")
    first = context[0] if isinstance(context, list) and context else context
    return isinstance(first, str) and first.startswith("https://spdx.org/rdf/3.")


def read(told: Mapping[str, Any]) -> Told:
    """A document in JSON-LD, in the short form that the specification's context gives it."""
    elements = objects(told.get("@graph"))
    if not elements:
        raise Unreadable("It is SPDX 3 without a graph of elements (@graph).")
    known = {ident: one for one in elements if (ident := _ident(one))}
    packages = {ident: one for ident, one in known.items() if _type(one) == _PACKAGE}
    documents = [one for one in elements if _type(one) == "SpdxDocument"]
    roots = [ident for ident in _roots(documents or elements, known) if ident in packages]
    subject = roots[0] if len(roots) == 1 and len(packages) > 1 else None
    name = text(named(documents[0], "name")) if documents else ""
    parts = (_part(one, known) for ident, one in packages.items() if ident != subject)
    about = _part(packages[subject], known) if subject else Part(name=name)
    return f"SPDX {_version(elements)}", about, parts, _pairs(elements)


def _pairs(elements: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in elements:
        if text(one.get("relationshipType")) in _BRINGS:
            yield from product(_idents(one.get("from")), _idents(one.get("to")))


def _roots(begun: list[dict[str, Any]], known: Mapping[str, dict[str, Any]]) -> list[str]:
    """What collections name as their roots, followed through collections; a circle ends where it closes."""
    waiting = [ident for one in begun if _type(one) in _COLLECTIONS for ident in _idents(one.get("rootElement"))]
    seen: dict[str, None] = {}
    while waiting:
        ident = waiting.pop()
        if ident not in seen:
            seen[ident] = None
            one = known.get(ident, {})
            waiting += _idents(one.get("rootElement")) if _type(one) in _COLLECTIONS else []
    return list(seen)


def _part(one: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Part:
    others = {text(each.get("externalIdentifierType")): text(each.get("identifier"))
              for each in objects(one.get("externalIdentifier"))}  # fmt: skip
    supplier = next(iter(_idents(one.get("suppliedBy"))), "")
    return Part(
        name=text(one.get("name")), version=text(one.get("software_packageVersion")),
        publisher=text(known.get(supplier, {}).get("name")),
        purl=text(one.get("software_packageUrl")) or others.get("packageUrl", ""),
        cpe=next((others[kind] for kind in _CPES if kind in others), ""), ref=_ident(one),
    )  # fmt: skip


def _version(elements: list[dict[str, Any]]) -> str:
    told = (text(one.get("specVersion")) for one in elements if _type(one) == "CreationInfo")
    return next((one for one in told if one), "3")[:20]


def _type(one: Mapping[str, Any]) -> str:
    return text(one.get("type")) or text(one.get("@type"))


def _ident(one: Mapping[str, Any]) -> str:
    return text(one.get("spdxId")) or text(one.get("@id"))


def _idents(value: Any) -> list[str]:
    """References: an identifier, an element that is told in place, or several of either."""
    several = value if isinstance(value, list) else [value]
    return [ident for one in several if (ident := _ident(one) if isinstance(one, dict) else text(one))]
