"""A plan as people write it: a step a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from watchkeep.duty.connections import queries as connections
from watchkeep.kernel.errors import Refused
from watchkeep.work.changes.models import ChangeModel, PlanStep

PARTS: Final = {"steps": "implement", "test_steps": "test", "back_out_steps": "back_out"}
LINES: Final = frozenset(PARTS)
_BLANK = re.compile(r"\{[^{}]{1,40}\}")
_ACTION = re.compile(r"@([\w.-]{1,120})\s*")


def plan_from(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The plan that these lines say."""
    return [
        _step(line, part)
        for name, part in PARTS.items()
        for line in str(said.get(name, "")).splitlines()
        if line.strip()
    ]  # fmt: skip


def faults(text: str) -> Iterator[str]:
    """What is wrong with lines that name an action: there is none of that name, or what stands in braces is no JSON."""
    for step in (_step(line, "implement") for line in text.splitlines() if line.strip()):
        if not (action := step.get("action")):
            continue
        try:
            connections.about(action)
        except Refused as no:
            yield str(no.message)
        if "{" in step["title"] and step["title"].endswith("}"):
            yield _("What stands in braces after @%(name)s is no JSON.") % {"name": action}


def lines_of(steps: Iterable[PlanStep]) -> dict[str, str]:
    """The plan of a change as it is written into a form."""
    return _written((one.part, one.action, one.title, one.parameters) for one in steps)


def lines_of_plan(plan: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The plan of a model, the same way."""
    return _written(
        (one.get("part", "implement"), one.get("action", ""), one["title"], one.get("parameters", {})) for one in plan
    )


def said_by(model: ChangeModel) -> dict[str, str]:
    """What a model says of a change that begins with it, field by field as it stands in a form."""
    names = ("title", "purpose", "test_plan", "back_out_plan", "communication", "outage_minutes")
    return {name: str(getattr(model, name)) for name in names} | lines_of_plan(model.plan)


def blanks(title: str) -> list[str]:
    """What a title leaves to be said: everything in braces, with them."""
    return _BLANK.findall(title)


def _written(steps: Iterable[tuple[str, str, str, Mapping[str, Any]]]) -> dict[str, str]:
    names = {part: name for name, part in PARTS.items()}
    found: dict[str, list[str]] = {name: [] for name in PARTS}
    for part, action, title, parameters in steps:
        said = f" {json.dumps(parameters, ensure_ascii=False)}" if parameters else ""
        found[names[part]].append(f"@{action} {title}{said}" if action else title)
    return {name: "\n".join(lines) for name, lines in found.items()}


def _step(line: str, part: str) -> dict[str, Any]:
    line = line.strip()
    if named := _ACTION.match(line):
        title, parameters = _parameters(line[named.end() :].strip())
        said = {"title": title or named[1], "action": named[1], "parameters": parameters}
        return {"part": part, "way": "action", **said}
    return {"part": part, "title": line}


def _parameters(said: str) -> tuple[str, dict[str, Any]]:
    """The title of a step, and what stands after it in braces as JSON."""
    at = said.find("{")
    if at >= 0 and said.endswith("}"):
        try:
            found = json.loads(said[at:])
        except ValueError:
            return said, {}
        if isinstance(found, dict):
            return said[:at].strip(), found
    return said, {}
