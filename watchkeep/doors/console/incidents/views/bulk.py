"""Editing many incidents: choose, look at what would happen, do it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents import bulk
from watchkeep.doors.console.incidents.forms.choosing import BulkForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.incidents.models import Incident


def choose(request: Request) -> HttpResponse:
    """Ask what to do; show what would happen; on a POST, do it and say what could not be done."""
    incidents = _chosen(request)
    form = BulkForm(request.GET if request.method == "GET" and "preview" in request.GET else request.POST or None)
    plans: list[bulk.Plan] = []
    if form.is_bound and form.is_valid():
        order = form.order()
        plans = bulk.preview(incidents, order, request.actor)
        if request.method == "POST":
            return _carried_out(request, bulk.carry_out(incidents, order, request.actor))
    numbers = [one.number for one in incidents]
    ready = sum(plan.is_done for plan in plans)
    back = request.GET.get("back", "/incidents")
    drawn = {"form": form, "incidents": incidents, "numbers": numbers, "plans": plans, "ready": ready, "back": back}
    return render(request, "incidents/bulk.html", drawn, status=422 if form.errors else 200)


def _chosen(request: Request) -> list[Incident]:
    numbers = (request.POST if request.method == "POST" else request.GET).getlist("number")[: bulk.MOST]
    rows = Incident.objects.visible_to(request.actor).filter(ticket__number__in=numbers)
    return list(rows.select_related("ticket__team", "ticket__assignee").order_by("-ticket_id"))


def _carried_out(request: Request, done: list[bulk.Plan]) -> HttpResponse:
    """Back to the queue when all went well; else a page with what was refused."""
    count = sum(plan.is_done for plan in done)
    toast(request, ngettext("%(n)d incident changed.", "%(n)d incidents changed.", count) % {"n": count})
    if all(plan.is_done or not plan.changes for plan in done):
        back = request.POST.get("back", "")
        return redirect(back if back.startswith("/incidents") else "/incidents")
    return render(request, "incidents/bulk_done.html", {"plans": done, "count": count})
