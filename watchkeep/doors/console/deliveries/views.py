"""The log, one line of it, and sending it once more."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.deliveries.forms import Filter
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel.pages import capped_count, keyset


def deliveries(request: Request) -> HttpResponse:
    """Everything that was sent or waits, newest first."""
    asked = Filter.of(request.GET)
    rows = queries.log(request.actor, **asked.values)
    return render(
        request,
        "deliveries/list.html",
        {
            "page": keyset(rows, cursor=request.GET.get("cursor")),
            "count": capped_count(rows),
            "filter": asked,
        },
    )


def delivery(request: Request, pk: int) -> HttpResponse:
    """One delivery with its attempts and answers."""
    row = get_object_or_404(queries.log(request.actor), pk=pk)
    may_resend = life.LIFE.may(row, "resend", request.actor)
    context = {"delivery": row, "tries": row.tries.all(), "may_resend": may_resend}
    return render(request, "deliveries/one.html", context)


@require_POST
def resend(request: Request, pk: int) -> HttpResponse:
    """Send it once more, now."""
    row = get_object_or_404(Delivery.objects.visible_to(request.actor), pk=pk)
    life.resend(row, by=request.actor)
    toast(request, _("It is being sent again."))
    return redirect("console:delivery", pk)
