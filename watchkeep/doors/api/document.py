"""The OpenAPI document, completed with what holds for every address: problems, keys, ETags."""

from collections.abc import Iterator
from typing import Any

from watchkeep.doors.api import problems

Node = dict[str, Any]

IDEMPOTENCY_KEY: Node = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
    "description": "Makes a repetition safe: for 24 hours the same key gets the same answer, and nothing runs twice.",
}
IF_MATCH: Node = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "minLength": 1},
    "description": "The ETag of the record as you saw it, or `*`.",
}
ETAG: Node = {"schema": {"type": "string"}, "description": "Changes whenever something in the record does."}
LOCATION: Node = {"schema": {"type": "string", "format": "uri-reference"}, "description": "Where the new record is."}
WRONG: Node = {
    "title": "Wrong",
    "type": "object",
    "required": ["detail"],
    "properties": {
        "detail": {"type": "string"},
        "pointer": {"type": "string", "description": "A JSON pointer into the body."},
        "parameter": {"type": "string", "description": "A query or path parameter."},
        "header": {"type": "string", "description": "A header."},
    },
}
PROBLEM: Node = {
    "title": "Problem",
    "description": "What went wrong (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "code", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "code": {"type": "string", "description": "For programs; more exact than the type."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Wrong"}},
        "permission": {"type": "string", "description": "403: what is missing."},
        "current": {"type": "object", "description": "412: what stands there now."},
    },
}


def complete(document: Node) -> Node:
    """Add to Ninja's document what it cannot know."""
    document["components"]["schemas"] |= {"Problem": PROBLEM, "Wrong": WRONG}
    document["components"]["responses"] = {_named(kind.status): _response(kind) for kind in problems.TYPES}
    for path, method, operation in operations(document):
        _complete(operation, path, method)
    for name, schema in document["components"]["schemas"].items():
        if name.endswith("Edit"):
            for field in schema["properties"].values():
                field.pop("default", None)
    return document


def operations(document: Node) -> Iterator[tuple[str, str, Node]]:
    """All operations: path, method, details."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _complete(operation: Node, path: str, method: str) -> None:
    match = operation.get("x-if-match", False)
    if method == "post":
        operation["parameters"].append(IDEMPOTENCY_KEY)
    if match:
        operation["parameters"].append(IF_MATCH)
    for status, response in list(operation["responses"].items()):
        if status == 201:
            response["headers"] = {"ETag": ETAG, "Location": LOCATION}
    if operation.get("x-etag"):
        operation["responses"][200]["headers"] = {"ETag": ETAG}
        operation["responses"][304] = {"description": "Unchanged since the `If-None-Match` that was sent"}
    for status in _statuses(operation, path, method, match=match):
        operation["responses"].setdefault(status, {"$ref": f"#/components/responses/{_named(status)}"})


def _statuses(operation: Node, path: str, method: str, *, match: bool) -> list[int]:
    """The problems that an operation may answer with."""
    statuses = [400, 401, 403, 422, 429, 500]
    if "{" in path or operation.get("x-absent"):
        statuses.append(404)
    if method != "get":
        statuses.append(409)
    if "requestBody" in operation:
        statuses += [413, 415]
    if match:
        statuses += [412, 428]
    return sorted(statuses)


def _named(status: int) -> str:
    return f"Problem{status}"


def _response(kind: problems.Type) -> Node:
    return {
        "description": f"{kind.title}. {kind.advice}",
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
