"""What a plan may say: steps of implementation, test and back-out, each by hand or by an action."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from django.utils.translation import gettext as _

from watchkeep.kernel.errors import Refused

LONGEST = 20_000
"""Characters of a text."""
MOST_STEPS = 200


class Planned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of a plan. An action is named, with its parameters."""

    title: str
    part: Literal["implement", "test", "back_out"] = "implement"
    way: Literal["manual", "action"] = "manual"
    action: str = ""
    parameters: dict[str, Any] = {}


def read_plan(data: Any) -> tuple[Planned, ...]:
    """Steps from plain data. Refused (field ``plan``) when they do not make sense."""
    try:
        plan = msgspec.convert(data, type=tuple[Planned, ...], from_attributes=True)
    except msgspec.ValidationError as error:
        raise Refused(_("The plan cannot be read: %(why)s") % {"why": error}, field="plan") from error
    if len(plan) > MOST_STEPS:
        raise Refused(_("At most %(most)s steps.") % {"most": MOST_STEPS}, field="plan")
    for one in plan:
        if not one.title.strip() or len(one.title) > 300 or "\x00" in one.title:
            raise Refused(_("Give each step a title of at most 300 characters."), field="plan")
        if (one.way == "action") != bool(one.action):
            raise Refused(_("A step by an action names it; a step by hand names none."), field="plan")
    return plan


def plain_plan(plan: Iterable[Planned]) -> list[dict[str, Any]]:
    """Steps as a row keeps them."""
    kept: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(list(plan)))
    return kept


def placed(plan: Iterable[Planned]) -> list[tuple[int, Planned]]:
    """Each step with its place within its part, from 1 on."""
    counts: dict[str, int] = {}
    found = []
    for one in plan:
        counts[one.part] = counts.get(one.part, 0) + 1
        found.append((counts[one.part], one))
    return found
