"""Values of attributes: what people type is checked, what machines say is tidied."""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import RESERVED, TOLD_COLUMNS, AttributeKind
from watchkeep.kernel.errors import Refused

LONGEST, MOST_PARTS, MOST = 1000, 200, 300
"""How long a text, how many parts of a list, and how many attributes there may be."""
NAME = re.compile(r"[a-z][a-z0-9_.-]{0,59}")
_MAC = re.compile(r"(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}")
_TRUE, _FALSE = {"true", "yes", "1", "on"}, {"false", "no", "0", "off"}
_DAY = 10
_NOT_TOLD = RESERVED - {*TOLD_COLUMNS}


def checked(name: str, value: Any, described: Mapping[str, Mapping[str, Any]]) -> Any:
    """The value of an attribute as it is kept; None for nothing. Raises Refused, with the attribute as its field."""
    try:
        return clean(value, described.get(name, {}))
    except ValueError as error:
        raise Refused(str(error), field=name, code="invalid") from error


def tidied(values: Mapping[str, Any], described: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What a machine says, without what is empty, has no name that could be shown, or is not what it should be."""
    kept = {}
    for name, value in values.items():
        if not NAME.fullmatch(name) or name in _NOT_TOLD:
            continue
        try:
            clean_value = clean(value, described.get(name, {}))
        except ValueError:
            continue
        if clean_value is not None:
            kept[name] = clean_value
    return dict(sorted(kept.items())[:MOST])


def clean(value: Any, described: Mapping[str, Any]) -> Any:
    """One value, or each of several. Raises ValueError in words."""
    if isinstance(value, list | tuple):
        if not described.get("many", not described):
            raise ValueError(_("Give one value."))
        parts = [part for one in value[:MOST_PARTS] if (part := clean(one, {**described, "many": False})) is not None]
        return parts or None
    if value is None or value == "":
        return None
    made = _KINDS[described.get("kind", "")](value, described)
    return [made] if described.get("many") and made is not None else made


def _any(value: Any, described: Mapping[str, Any]) -> Any:
    if isinstance(value, bool | int):
        return value if abs(value) < 10**18 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _text(value, described)


def _text(value: Any, _described: Mapping[str, Any]) -> str | None:
    if isinstance(value, dict):
        raise ValueError(_("Give a text."))  # noqa: TRY004  # every value that does not fit is a ValueError here
    text = str(value).replace("\x00", "").encode(errors="replace").decode().strip()
    if len(text) > LONGEST:
        raise ValueError(_("At most %(most)s characters.") % {"most": LONGEST})
    return text or None


def _number(value: Any, _described: Mapping[str, Any]) -> int | float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(_("Give a number.")) from None
    if not math.isfinite(number) or abs(number) >= 10**18:
        raise ValueError(_("Give a number."))
    return int(number) if number.is_integer() else number


def _bytes(value: Any, described: Mapping[str, Any]) -> int:
    text = str(value).strip().lower()
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgtp]?)i?b?", text)
    if not found:
        raise ValueError(_("Give an amount of data, such as 16 GB."))
    return int(_number(float(found[1]) * 1024 ** " kmgtp".index(found[2] or " "), described))


def _date(value: Any, _described: Mapping[str, Any]) -> str:
    try:
        return date.fromisoformat(str(value)[:_DAY]).isoformat()
    except ValueError:
        raise ValueError(_("Give a day, such as 2027-03-31.")) from None


def _choice(value: Any, described: Mapping[str, Any]) -> str:
    text, offered = str(value).strip(), described.get("choices", [])
    if found := next((one for one in offered if one.lower() == text.lower()), None):
        return str(found)
    raise ValueError(_("Choose one of: %(offered)s.") % {"offered": ", ".join(offered)})


def _boolean(value: Any, _described: Mapping[str, Any]) -> bool:
    text = str(value).strip().lower()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise ValueError(_("Say yes or no."))


def _ip(value: Any, _described: Mapping[str, Any]) -> str:
    try:
        return str(ipaddress.ip_interface(str(value).strip())).removesuffix("/32").removesuffix("/128")
    except ValueError:
        raise ValueError(_("Give an IP address.")) from None


def _mac(value: Any, _described: Mapping[str, Any]) -> str:
    text = str(value).strip().lower()
    if not _MAC.fullmatch(text):
        raise ValueError(_("Give a MAC address, such as 02:42:ac:11:00:02."))
    digits = re.sub(r"[^0-9a-f]", "", text)
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def _url(value: Any, described: Mapping[str, Any]) -> str | None:
    text = _text(value, described)
    if text and urlsplit(text).scheme not in {"http", "https"}:
        raise ValueError(_("Give a web address that begins with https:// or http://."))
    return text


_KINDS: dict[str, Callable[[Any, Mapping[str, Any]], Any]] = {
    "": _any,
    AttributeKind.TEXT: _text,
    AttributeKind.NUMBER: _number,
    AttributeKind.BYTES: _bytes,
    AttributeKind.DATE: _date,
    AttributeKind.CHOICE: _choice,
    AttributeKind.BOOLEAN: _boolean,
    AttributeKind.IP: _ip,
    AttributeKind.MAC: _mac,
    AttributeKind.URL: _url,
}
