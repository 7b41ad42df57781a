"""The page of failed jobs."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel import queue
from watchkeep.kernel.permissions import Machinery


def jobs(request: Request) -> HttpResponse:
    """What was given up after its last attempt, and why."""
    request.actor.need(Machinery.READ, _("see failed jobs"))
    words = {"letters": queue.dead_letters(), "waiting": queue.alive().count()}
    return render(request, "jobs/page.html", words)


@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    """Give a failed job another chance."""
    request.actor.need(Machinery.RETRY, _("retry jobs"))
    if pk not in {letter["id"] for letter in queue.dead_letters()}:
        raise Http404
    queue.retry(pk)
    toast(request, _("It is on the queue again."))
    return redirect("console:jobs")
