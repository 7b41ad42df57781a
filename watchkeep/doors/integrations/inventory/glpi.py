"""The GLPI-Agent protocol: native JSON (contact, inventory) and the older XML (PROLOG, INVENTORY), as one shape.

Source: the inventory format 1.0 of the GLPI project, and what unmodified agents send. Names of sections and fields are
in small letters here, whichever of both spoke; where XML has another name for a field, it gets that of JSON.
"""

import re
from typing import Any

import msgspec
from lxml import etree

from watchkeep.doors.integrations.inventory.bodies import Unreadable

CONTACT, INVENTORY = "contact", "inventory"
MOST_ELEMENTS = 600_000
DEEPEST = 12
LONGEST = 2_000
_QUERY, _DEVICE = re.compile(rb"<QUERY>([^<]{1,40})</QUERY>"), re.compile(rb"<DEVICEID>([^<]{1,250})</DEVICEID>")
_NAMED_OTHERWISE = {"macaddr": "mac", "serialnumber": "serial", "system_serial": "serial"}

Section = dict[str, Any]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent said: who it is, what it wants, and of an inventory the sections."""

    device: str
    action: str
    is_xml: bool
    version: str = ""
    tag: str = ""
    itemtype: str = "Computer"
    is_partial: bool = False
    content: dict[str, list[Section]] = {}


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """As much of a message as it takes to receive it. Of JSON all of it is looked at, and nothing is made."""

    action: str
    device: str
    is_xml: bool
    version: str = ""


class _Told(msgspec.Struct, rename={"device": "deviceid"}):
    action: str = ""
    device: str = ""
    version: str = ""
    content: dict[str, msgspec.Raw] | None = None


def head(plain: bytes) -> Head:
    """Who speaks, and what they want. Raises Unreadable."""
    if b"\x00" in plain:
        raise Unreadable("It holds a NUL byte.")
    if plain[:1] == b"<":
        query, device = (_last(one, plain) for one in (_QUERY, _DEVICE))
        found = Head(action=CONTACT if query == "PROLOG" else query.lower(), device=device, is_xml=True)
    else:
        try:
            told = msgspec.json.decode(plain, type=_Told)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
            raise Unreadable(f"It is no JSON that can be read: {str(error)[:120]}") from error
        action = told.action or (INVENTORY if told.content else "")
        found = Head(action=action, device=told.device[:250], is_xml=False, version=told.version[:120])
    if not found.device.strip():
        raise Unreadable("It does not say which agent sent it (deviceid).")
    return found


def _last(pattern: re.Pattern[bytes], plain: bytes) -> str:
    found = pattern.findall(plain)
    return found[-1].decode("utf-8", "replace").strip() if found else ""


def read(plain: bytes) -> Message:
    """Read a body that has been unpacked. Raises Unreadable."""
    if b"\x00" in plain:
        raise Unreadable("It holds a NUL byte.")
    message = _from_xml(plain) if plain[:1] == b"<" else _from_json(plain)
    if not message.device:
        raise Unreadable("It does not say which agent sent it (deviceid).")
    if message.action == INVENTORY and not message.content:
        raise Unreadable("It is an inventory without content.")
    return message


def text(section: Section, name: str) -> str:
    """A field as text: without what no text has, and no longer than a page could show."""
    value = section.get(name)
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    plain = str(value)[:LONGEST].strip()
    return plain if plain.isprintable() else "".join(one for one in plain if one.isprintable())


def number(section: Section, name: str) -> int | None:
    """A field as a whole number that is not negative; None when it is none."""
    try:
        read = int(float(section.get(name) or ""))
    except (TypeError, ValueError, OverflowError):
        return None
    return read if 0 <= read < 2**53 else None


def _from_json(plain: bytes) -> Message:
    try:
        told = msgspec.json.decode(plain)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise Unreadable(f"It is no JSON that can be read: {str(error)[:120]}") from error
    if not isinstance(told, dict):
        raise Unreadable("It is JSON, but no object.")
    content = told.get("content")
    if content is not None and not isinstance(content, dict):
        raise Unreadable("Its content is no object.")
    return Message(
        device=text(told, "deviceid")[:250],
        action=text(told, "action") or (INVENTORY if content else ""),
        is_xml=False,
        version=text(told, "version") or text(content or {}, "versionclient"),
        tag=text(told, "tag"),
        itemtype=text(told, "itemtype") or "Computer",
        is_partial=told.get("partial") is True or bool(content and content.get("partial")),
        content={name: _sections(value) for name, value in (content or {}).items() if isinstance(value, dict | list)},
    )


def _sections(value: Any) -> list[Section]:
    several = value if isinstance(value, list) else [value]
    return [one for one in several if isinstance(one, dict)]


def _from_xml(plain: bytes) -> Message:
    root = _root(plain)
    query = (root.findtext("QUERY") or "").strip().upper()
    content: dict[str, list[Section]] = {}
    top: Section = {}
    for element in root.find("CONTENT") if root.find("CONTENT") is not None else ():
        if len(element):
            content.setdefault(element.tag.lower(), []).append(_section(element))
        else:
            top[element.tag.lower()] = element.text
    accounts = {text(one, "keyname"): text(one, "keyvalue") for one in content.get("accountinfo", ())}
    return Message(
        device=(root.findtext("DEVICEID") or "").strip()[:250],
        action=CONTACT if query == "PROLOG" else query.lower(),
        is_xml=True,
        version=text(top, "versionclient"),
        tag=accounts.get("TAG", ""),
        is_partial=text(top, "partial") == "1",
        content=content,
    )


def _root(plain: bytes) -> Any:
    """The root of a document without a document type: entities are for others."""
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
    if root.tag != "REQUEST":
        raise Unreadable("It is XML, but no request of an agent.")
    for many, element in enumerate(root.iter(), start=1):
        if many > MOST_ELEMENTS:
            raise Unreadable("It holds too many elements.")
        if len(element) and sum(1 for _above in element.iterancestors()) >= DEEPEST:
            raise Unreadable("Its elements lie too deep in one another.")
    return root


def _section(element: Any) -> Section:
    found: Section = {}
    for child in element:
        name = child.tag.lower()
        found[_NAMED_OTHERWISE.get(name, name)] = _section(child) if len(child) else child.text
    return found
