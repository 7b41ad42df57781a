"""Pages on the runs of a directory."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Kind, Source, SyncRun
from watchkeep.estate.people.permissions import P

KINDS = {
    "new": (gettext_lazy("New"), "plus", "blue"),
    "linked": (gettext_lazy("Linked"), "link", "blue"),
    "changed": (gettext_lazy("Changed"), "edit", ""),
    "leaver": (gettext_lazy("Leaves"), "log-out", "amber"),
    "returned": (gettext_lazy("Comes back"), "undo", "green"),
    "manager": (gettext_lazy("Manager"), "person", ""),
    "group": (gettext_lazy("Group"), "team", ""),
    "refused": (gettext_lazy("Not followed"), "warning", "red"),
}


@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """Look at a directory now."""
    request.actor.need(P.SEE_SOURCES, _("see where people come from"))
    row = get_object_or_404(Source.objects.visible_to(request.actor), pk=pk, kind=Kind.LDAP)
    life.ask_run(row, by=request.actor, what=request.POST.get("what", "trial"))
    toast(request, _("It begins. What comes of it appears here."))
    return redirect("console:source", pk)


def one(request: Request, pk: int) -> HttpResponse:
    """One run: what was different, and what was done about it."""
    request.actor.need(P.SEE_SOURCES, _("see where people come from"))
    run = get_object_or_404(SyncRun.objects.select_related("source", "source__ldap"), pk=pk)
    lines = [(*KINDS.get(kind, (kind, "info", "")), whom, what) for kind, whom, what in run.differences]
    counts = [(*KINDS.get(kind, (kind, "info", ""))[:2], count) for kind, count in sorted(run.counts.items())]
    is_latest = not SyncRun.objects.filter(source=run.source_id, pk__gt=run.pk).exists()
    words = {
        "run": run,
        "lines": lines,
        "counts": counts,
        "hidden": sum(run.counts.values()) - len(lines),
        "may_go_beyond": is_latest and run.outcome == SyncRun.Outcome.HELD and request.actor.may(P.SOURCES),
    }
    return render(request, "sources/run.html", words)
