"""The reference page at ``/api/docs``: the OpenAPI document, drawn for people, with scripts of our own alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from watchkeep.doors.api import document, problems
from watchkeep.doors.api.door import ABOUT, api

Node = dict[str, Any]
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Field:
    """One value that goes in or comes out."""

    name: str
    kind: str
    about: str
    is_required: bool


@dataclass(frozen=True)
class Operation:
    """One address and method, as the page shows it."""

    name: str
    method: str
    path: str
    title: str
    about: str
    permission: str
    parameters: list[Field]
    sent: list[Field]
    answered: list[Field]
    answer: str
    statuses: list[int]
    example: str

    @property
    def told(self) -> SafeString:
        """What it does, as HTML."""
        return prose(self.about)

    @property
    def words(self) -> str:
        """What a search looks through."""
        return f"{self.method} {self.path} {self.name} {self.title} {self.about} {self.permission}".lower()


@dataclass(frozen=True)
class Section:
    """The operations of one tag."""

    name: str
    operations: list[Operation]

    @property
    def slug(self) -> str:
        """Its place on the page."""
        return self.name.lower().replace(":", "").replace(" ", "-")


def prose(text: str) -> SafeString:
    """The document's own words, which are Markdown, as HTML."""
    html: str = _MARKDOWN.render(text)
    return mark_safe(html)  # noqa: S308  # raw HTML in it stays text


def page(request: HttpRequest) -> HttpResponse:
    """Show the reference, or the part of it that a search finds."""
    asked = request.GET.get("q", "").strip()[:200]
    found = [Section(one.name, [op for op in one.operations if _fits(op, asked)]) for one in sections()]
    shown = {
        "sections": [one for one in found if one.operations],
        "everything": sections(),
        "q": asked,
        "problems": [(kind, prose(kind.advice)) for kind in problems.TYPES],
        "about": prose(ABOUT),
    }
    return render(request, "api/reference.html", shown)


@cache
def sections() -> list[Section]:
    """Everything, by tag, in the order of the document."""
    whole = dict(api.get_openapi_schema())
    by_tag: dict[str, list[Operation]] = {}
    for path, method, details in document.operations(whole):
        by_tag.setdefault(details["tags"][0], []).append(_operation(whole, path, method, details))
    return [Section(name, found) for name, found in by_tag.items()]


def _fits(operation: Operation, asked: str) -> bool:
    return all(word in operation.words for word in asked.lower().split())


def _operation(whole: Node, path: str, method: str, details: Node) -> Operation:
    content = details.get("requestBody", {}).get("content", {})
    body = next((one["schema"] for one in content.values()), None)
    success, answered = _answer(details)
    return Operation(
        name=details["operationId"],
        method=method.upper(),
        path=path,
        title=details["summary"],
        about=details.get("description", ""),
        permission=details.get("x-permission", ""),
        parameters=[_parameter(whole, one) for one in details["parameters"]],
        sent=list(_fields(whole, body)) if body else [],
        answered=list(_fields(whole, answered)) if answered else [],
        answer=f"{success} {answered.get('$ref', '').rpartition('/')[2]}" if answered else str(success),
        statuses=sorted(int(status) for status in details["responses"] if int(status) >= 400),
        example=_example(whole, path, method, body, is_form="multipart/form-data" in content, details=details),
    )


def _answer(details: Node) -> tuple[int, Node | None]:
    status = min(int(one) for one in details["responses"])
    content = details["responses"].get(status, {}).get("content", {})
    return status, content.get("application/json", {}).get("schema")


def _parameter(whole: Node, one: Node) -> Field:
    where = {"path": "in the address", "query": "query", "header": "header"}[one["in"]]
    about = one.get("description", one["schema"].get("description", ""))
    return Field(one["name"], f"{where}, {_kind(whole, one['schema'])}", about, one["required"])


def _fields(whole: Node, schema: Node) -> Iterator[Field]:
    resolved = _resolved(whole, schema)
    required = resolved.get("required", [])
    for name, one in resolved.get("properties", {}).items():
        about = one.get("description", "") or _resolved(whole, one).get("description", "")
        yield Field(name, _kind(whole, one), about, name in required)


def _kind(whole: Node, schema: Node) -> str:
    """A type in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(_kind(whole, one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(whole, schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "anything")


def _resolved(whole: Node, schema: Node) -> Node:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Node = whole["components"]["schemas"][name] if name else schema
    return found


def _example(whole: Node, path: str, method: str, body: Node | None, *, is_form: bool, details: Node) -> str:  # noqa: PLR0913
    """A call with curl that shows what it takes."""
    shown = path.replace("{number}", "INC-1042")
    lines = [f'curl -H "Authorization: Bearer $TOKEN" $WATCHKEEP{shown}']
    if method != "get":
        lines.append(f"-X {method.upper()}")
    if details.get("x-if-match"):
        lines.append("-H 'If-Match: \"…\"'")
    if is_form:
        lines.append("-F file=@trace.log")
    elif body:
        lines += ["-H 'Content-Type: application/json'", f"-d '{json.dumps(_sample(whole, body), ensure_ascii=False)}'"]
    return " \\\n  ".join(lines)


def _sample(whole: Node, schema: Node) -> Any:
    resolved = _resolved(whole, schema)
    for known in ("examples", "enum"):
        if known in resolved:
            return resolved[known][0]
    if "anyOf" in resolved:
        return _sample(whole, resolved["anyOf"][0])
    if resolved.get("type") == "object":
        wanted = resolved.get("required") or list(resolved.get("properties", {}))[:1]
        return {name: _sample(whole, resolved["properties"][name]) for name in wanted}
    if resolved.get("type") == "array":
        return [_sample(whole, resolved["items"])]
    words = "2026-11-23T09:00:00Z" if resolved.get("format") == "date-time" else "…"
    return {"integer": 1, "number": 5.0, "boolean": True}.get(resolved.get("type", ""), words)
