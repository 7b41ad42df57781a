"""Answers: records with their ETag, pages with their neighbours, and whether the caller has seen what stands there."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from watchkeep.doors.api.problems import Problem, Wrong
from watchkeep.doors.api.shapes import Listing, Paging, Record
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.idempotency import Answer
from watchkeep.kernel.pages import Page, keyset

M = TypeVar("M", bound=Model)
R = TypeVar("R")


def of(request: HttpRequest, result: Record | Listing[Any] | None, status: int) -> Answer:
    """Return what a view found or did, as it goes over the wire."""
    if result is None:
        return Answer(status=204 if status == 200 else status, body="")
    if not isinstance(result, Record):
        return Answer(status=status, body=result.model_dump_json())
    headers = {"ETag": result.tag()}
    if status == 201 and result.href():
        headers["Location"] = result.href()
    if request.method == "GET" and _names(request.headers.get("If-None-Match", ""), headers["ETag"]):
        return Answer(status=304, body="", headers=headers)
    return Answer(status=status, body=result.model_dump_json(), headers=headers)


def respond(answer: Answer) -> HttpResponse:
    """Return the answer as Django's response."""
    headers = dict(answer.headers) | {"Cache-Control": "private, no-cache"}
    if answer.is_replay:
        headers["Idempotency-Replayed"] = "true"
    kind = headers.pop("Content-Type", "application/json")
    response = HttpResponse(answer.body, status=answer.status, content_type=kind, headers=headers)
    if not answer.body:
        del response["Content-Type"]
    return response


def seen(request: HttpRequest, record: Record) -> None:
    """Check that the caller has seen the record as it stands.

    Raises `Problem` 428 without an ``If-Match``, 412 with the current state when it names another one.
    """
    if not (names := request.headers.get("If-Match", "")):
        wrong = Wrong("Send the ETag of the record as you saw it, or * if you do not care.", header="If-Match")
        raise Problem(428, wrong.detail, errors=(wrong,))
    if not _names(names, record.tag()):
        raise Problem(
            412,
            "Somebody changed this since you read it. Nothing was overwritten.",
            more={"current": msgspec.json.decode(record.model_dump_json())},
            headers={"ETag": record.tag()},
        )


def listed(
    request: HttpRequest,
    rows: QuerySet[M],
    shape: Callable[[M], R],
    paging: Paging,
    *,
    order: Sequence[str] = ("-id",),
) -> Listing[R]:
    """Return a page of rows in their outside shape."""
    return paged(request, keyset(rows, order=order, cursor=paging.cursor, size=paging.size), shape)


def paged(request: HttpRequest, page: Page[M], shape: Callable[[M], R]) -> Listing[R]:
    """Return a page that a query has cut, in the rows' outside shape."""
    return Listing[Any].model_construct(
        items=[shape(row) for row in page.rows],
        next=_address(request, page.next),
        previous=_address(request, page.previous),
    )


def refer(rows: QuerySet[M], key: int | None, field: str) -> M | None:
    """Find the record that a body refers to; None for null."""
    return None if key is None else referred(rows, key, field)


def referred(rows: QuerySet[M], key: int, field: str) -> M:
    """Find the record that a body refers to. Refused (422, by field) when the caller sees none."""
    if (row := rows.filter(pk=key).first()) is None:
        raise Refused("There is no such record.", field=field, code="unknown")
    return row


def named(rows: QuerySet[M], slug: str | None, field: str) -> M | None:
    """Find the record that a body refers to by its short name; None for null. Refused when the caller sees none."""
    if slug is None:
        return None
    if (row := rows.filter(slug=slug).first()) is None:
        raise Refused("There is no such record.", field=field, code="unknown")
    return row


def _address(request: HttpRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"


def _names(header: str, tag: str) -> bool:
    """Whether a list of ETags names this one; compression in front of us may have made it weak."""
    names = parse_etags(header) if header else []
    return "*" in names or tag in [name.removeprefix("W/") for name in names]
