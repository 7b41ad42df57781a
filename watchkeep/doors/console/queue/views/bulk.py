"""Changing many tickets: choose, look at what would happen, let it happen in the background, take it back."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import rooms, verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.desk import finding
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.queue.asked import Asked
from watchkeep.doors.console.queue.forms import OrderForm
from watchkeep.doors.ui import picking
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel.pages import keyset
from watchkeep.work.desk import life, queries
from watchkeep.work.desk.models import Run, RunItem
from watchkeep.work.desk.permissions import P
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.models import Ticket

AT_A_TIME = 200
SHOWN = 50
_BESIDE = ("service", "team", "assignee", "requester", "organisation")


def choose(request: Request) -> HttpResponse:
    """Ask what to do; show what would happen; on a POST, let it begin and go where its progress is shown."""
    request.actor.need(P.CHANGE_MANY, str(_("change many tickets at once")))
    given = request.POST if request.method == "POST" else request.GET
    ids, among = _chosen(request, given)
    is_preview, is_sent = "preview" in given, request.method == "POST"
    form = OrderForm(given if is_preview or is_sent else None, actor=request.actor)
    picking.tell_where(form, request)
    started: list[Run] = []

    def ask() -> None:
        started.append(life.ask(ids, form.order(), by=request.actor))

    if is_sent and not is_preview and form.carries(ask):
        return redirect("console:bulk-run", started[0].pk)
    return _drawn(request, form, ids, among, given)


def run(request: Request, pk: int) -> HttpResponse:
    """How a run stands, and what became of each ticket. The page can be left; the run goes on."""
    found = get_object_or_404(Run.objects.visible_to(request.actor), pk=pk)
    items = RunItem.objects.filter(run=found).select_related("ticket")
    page = keyset(items, order=("id",), cursor=request.GET.get("cursor"), size=100)
    drawn = {
        "run": found,
        "progress": queries.progress_of(found),
        "page": page,
        "rows": [(item, rooms.address(item.ticket)) for item in page.rows],
    }
    return render(request, "queue/run.html", drawn)


def undo(request: Request, pk: int) -> HttpResponse:
    """Take the whole run back."""
    found, form = get_object_or_404(Run.objects.visible_to(request.actor), pk=pk), VerbForm.asked(request)
    if form.carries(lambda: life.undo(found, by=request.actor)):
        toast(request, _("It is being taken back."))
        return redirect("console:bulk-run", pk)
    say = _("Every field that still holds what this run set goes back to what stood there before. What somebody has "
            "changed since stays, and so does what was written.")  # fmt: skip
    back = request.path.rpartition("/")[0]
    return verbs.page(request, form, title=_("Take this run back?"), submit=_("Take it back"), back=back, say=say)


def _chosen(request: Request, given: QueryDict) -> tuple[list[int], str]:
    """The ids of the tickets that are ticked, or of all that a question finds; and that question."""
    if "all" in given and "among" in given:
        among = str(given["among"])[:2000]
        question = Asked.read(QueryDict(among)).question(request.actor)
        found = tickets.queue(request.actor, question).order_by("pk")
        return list(found.values_list("pk", flat=True)[: life.MOST + 1]), among
    rows = finding.seen(request.actor).filter(number__in=given.getlist("number")[:AT_A_TIME])
    return list(rows.order_by("pk").values_list("pk", flat=True)), ""


def _drawn(request: Request, form: OrderForm, ids: list[int], among: str, given: QueryDict) -> HttpResponse:
    rows = list(Ticket.objects.filter(pk__in=ids[:SHOWN]).select_related(*_BESIDE).order_by("pk"))
    plans: list[life.Plan] = []
    if form.is_bound and form.is_valid():
        plans = [life.plan(one, form.order(), by=request.actor) for one in rows]
    drawn: dict[str, Any] = {
        "form": form,
        "tickets": rows,
        "count": len(ids),
        "most": life.MOST,
        "too_many": len(ids) > life.MOST,
        "among": among,
        "plans": [(plan, rooms.address(plan.ticket)) for plan in plans],
        "ready": sum(plan.is_possible for plan in plans),
        "unseen": max(0, len(ids) - SHOWN),
        "back": _back(given.get("back", "")),
    }
    status = form.status if form.status != 200 else 422 if form.errors else 200
    return render(request, "queue/bulk.html", drawn, status=status)


def _back(asked: str) -> str:
    """Where the reader came from, if that is a queue of ours."""
    known = ("/incidents", "/tickets", "/requests", "/problems")
    return asked if asked.partition("?")[0] in known else "/tickets"
