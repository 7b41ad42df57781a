"""The list of alerts, one of them with its events, and ending one by hand."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.alerts.filters import Filter
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.insight.detection import life, queries
from watchkeep.insight.detection.models import Alert
from watchkeep.insight.detection.permissions import P
from watchkeep.kernel.pages import capped_count, keyset


def alerts(request: Request) -> HttpResponse:
    """Alerts, the last heard first; those that have recovered are left out until somebody asks."""
    asked = Filter.of(request.GET)
    rows = queries.alerts(request.actor, status=asked.status, **asked.values)
    page = keyset(rows, order=("-last_at", "-id"), cursor=request.GET.get("cursor"))
    count, choosers = capped_count(rows), asked.choosers(request.actor)
    return render(request, "alerts/list.html", {"page": page, "count": count, "filter": asked, "choosers": choosers})


def alert(request: Request, pk: int) -> HttpResponse:
    """One alert, and all that was said of it."""
    row = get_object_or_404(queries.alerts(request.actor), pk=pk)
    page = keyset(queries.events_of(row), cursor=request.GET.get("cursor"), size=100)
    said = queries.read_all(page.rows)
    may_close = row.is_burning and request.actor.may(P.WORK)
    return render(request, "alerts/one.html", {"alert": row, "page": page, "said": said, "may_close": may_close})


def close(request: Request, pk: int) -> HttpResponse:
    """End it by hand."""
    row = get_object_or_404(Alert.objects.visible_to(request.actor), pk=pk)
    form = VerbForm.asked(request)
    if form.carries(lambda: life.close(row, by=request.actor)):
        toast(request, _("The alert is ended. If it is heard again, it begins anew."))
        return redirect("console:alert", pk)
    say = _(
        "For an alert whose monitor will never say that it recovered. Its incident is restored if nothing else fires."
    )
    return verbs.page(
        request, form, title=_("End this alert"), submit=_("End it"), back=reverse("console:alert", args=[pk]), say=say
    )
