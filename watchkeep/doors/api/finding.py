"""Records found among those that the caller may see; a stranger's is not there (404)."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

from watchkeep.doors.api.callers import Call

M = TypeVar("M", bound=Model)


def one(request: Call, rows: QuerySet[M], key: int) -> M:
    """Find one by id; held until the transaction ends when it is about to change."""
    if request.method in {"PATCH", "PUT", "DELETE"}:
        rows = rows.select_for_update(of=("self",))
    return get_object_or_404(rows, pk=key)
