"""Descriptions of attributes: what a class says that is known of such things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import RESERVED, AttributeKind
from watchkeep.estate.assets.rules.values import NAME
from watchkeep.kernel.errors import Refused

MOST = 100
_FLAGS = ("many", "required")
_TEXTS = {"label": 60, "unit": 20, "help": 200}


def checked(attributes: Sequence[Any]) -> list[dict[str, Any]]:
    """The descriptions as they are kept. Raises Refused (field ``attributes``) naming what cannot be."""
    if len(attributes) > MOST:
        raise _refused(_("At most %(most)s attributes.") % {"most": MOST})
    made = [_one(each) for each in attributes]
    names = [one["name"] for one in made]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise _refused(_("“%(name)s” stands there twice.") % {"name": twice})
    return made


def _one(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _refused(_("An attribute is described by an object."))
    name = str(given.get("name", ""))
    if not NAME.fullmatch(name) or name in RESERVED:
        raise _refused(_("“%(name)s” cannot be an attribute's name.") % {"name": name[:60]})
    kind = given.get("kind", AttributeKind.TEXT)
    if kind not in AttributeKind.values:
        raise _refused(_("“%(name)s” has no known kind.") % {"name": name})
    made = {"name": name, "kind": str(kind)} | _texts(name, given)
    made.setdefault("label", name.replace("_", " ").capitalize())
    if kind == AttributeKind.CHOICE:
        made["choices"] = _choices(name, given.get("choices"))
    made |= {flag: True for flag in _FLAGS if given.get(flag)}
    return made


def _texts(name: str, given: dict[str, Any]) -> dict[str, Any]:
    texts = {part: str(given.get(part) or "").replace("\x00", "").strip() for part in _TEXTS}
    if long := next((part for part, text in texts.items() if len(text) > _TEXTS[part]), None):
        raise _refused(_("The %(part)s of “%(name)s” is too long.") % {"part": long, "name": name})
    return {part: text for part, text in texts.items() if text}


def _choices(name: str, given: Any) -> list[str]:
    offered = given if isinstance(given, list) else []
    made = [str(one).replace("\x00", "").strip()[:60] for one in offered[:MOST]]
    if not made or not all(made):
        raise _refused(_("“%(name)s” needs its choices.") % {"name": name})
    return list(dict.fromkeys(made))


def _refused(message: str) -> Refused:
    return Refused(message, field="attributes")
