"""Records found among those that the caller may see; a stranger's is not there (404). And who is meant by a name."""

from typing import Annotated, TypeVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from pydantic import Field

from watchkeep.doors.api.callers import Call

M = TypeVar("M", bound=Model)
Whom = Annotated[str, Field(pattern=r"^(me|[0-9]{1,18})$", description="A person's id, or `me`.")]


def one(request: Call, rows: QuerySet[M], key: int) -> M:
    """Find one by id; held until the transaction ends when it is about to change."""
    if request.method in {"PATCH", "PUT", "DELETE"}:
        rows = rows.select_for_update(of=("self",))
    return get_object_or_404(rows, pk=key)


def meant(request: Call, whom: str = "me") -> int:
    """The id of the person who is meant; 0, which nobody has, when a program of nobody says `me`."""
    return request.auth.person or 0 if whom == "me" else int(whom)
