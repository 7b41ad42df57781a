"""Failed jobs: reactions that were given up after their last attempt, and another chance for them."""

from datetime import datetime
from typing import Any

from django.http import Http404
from ninja import Query

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Id, Listing, Paging, Record
from watchkeep.kernel import queue
from watchkeep.kernel.pages import keyset
from watchkeep.kernel.permissions import Machinery

router = Resource("Failed jobs")


class FailedJobOut(Record):
    """One reaction to a fact that was given up."""

    id: int
    reaction: str
    fact: int | None
    """The fact that it would have reacted to."""
    attempts: int
    error: str
    """Why the last attempt failed."""
    at: datetime | None
    """When it failed last."""


@router.list("", FailedJobOut, may=Machinery.READ)
def list_failed_jobs(request: Call, paging: Query[Paging]) -> Listing[FailedJobOut]:
    """What was given up, the newest first."""
    request.auth.need(Machinery.READ, "see failed jobs")
    page = keyset(queue.given_up(), order=("-id",), cursor=paging.cursor, size=paging.size)
    known: dict[int, dict[str, Any]] = {letter["id"]: letter for letter in queue.letters(page.rows)}
    return answers.paged(request, page, lambda job: FailedJobOut(**known[job.pk]))


@router.verb("/{int:failed_job}/retry", None, may=Machinery.RETRY)
def retry_failed_job(request: Call, failed_job: Id) -> None:
    """Put it on the queue again."""
    request.auth.need(Machinery.RETRY, "retry jobs")
    if not queue.given_up().filter(pk=failed_job).exists():
        raise Http404
    queue.retry(failed_job)
