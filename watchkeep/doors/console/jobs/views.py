"""The page of failed jobs."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel import queue
from watchkeep.kernel.pages import keyset
from watchkeep.kernel.permissions import Machinery


def jobs(request: Request) -> HttpResponse:
    """What was given up after its last attempt, and why."""
    request.actor.need(Machinery.READ, _("see failed jobs"))
    page = keyset(queue.given_up(), order=("-id",), cursor=request.GET.get("cursor"))
    words = {"page": page, "letters": queue.letters(page.rows), "waiting": queue.alive().count()}
    return render(request, "jobs/page.html", words)


@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    """Give a failed job another chance."""
    request.actor.need(Machinery.RETRY, _("retry jobs"))
    if not queue.given_up().filter(pk=pk).exists():
        raise Http404
    queue.retry(pk)
    toast(request, _("It is on the queue again."))
    return redirect("console:jobs")
