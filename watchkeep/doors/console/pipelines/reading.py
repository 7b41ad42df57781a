"""What went live, and what was asked at the gate."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from watchkeep.doors.console import holders
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.pipelines import signs, snippets
from watchkeep.kernel.pages import keyset
from watchkeep.work.changes import queries
from watchkeep.work.changes.models import Asking, Deployment, Progress, Verdict
from watchkeep.work.changes.permissions import P


def deployments(request: Request) -> HttpResponse:
    """What went live, the newest first; those of a service, a state, or only what nobody announced."""
    request.actor.need(P.SEE, _("see changes"))
    asked, rows = request.GET, Deployment.objects.visible_to(request.actor)
    if (state := asked.get("state", "")) in Progress.values:
        rows = rows.filter(progress=state)
    if service := asked.get("service"):
        rows = rows.filter(service__slug=service)
    if "unannounced" in asked:
        rows = rows.filter(is_production=True, was_announced=False)
    rows = rows.select_related("service", "change__ticket", "source").order_by("-began_at", "-id")
    page = keyset(rows, order=("-began_at", "-id"), cursor=asked.get("cursor"))
    drawn = {
        "page": page, "lines": [(one, signs.PROGRESS[one.progress]) for one in page.rows], "state": state,
        "states": Progress.choices, "asked": asked,
    }  # fmt: skip
    return render(request, "pipelines/deployments.html", drawn)


def deployment(request: Request, pk: int) -> HttpResponse:
    """One deployment, whole."""
    request.actor.need(P.SEE, _("see changes"))
    one = get_object_or_404(queries.deployments_of(), pk=pk)
    drawn = {"one": one, "sign": signs.PROGRESS[one.progress], "is_link": one.url.startswith(("https://", "http://"))}
    return render(request, "pipelines/deployment.html", drawn)


def askings(request: Request) -> HttpResponse:
    """What pipelines asked at the gate and heard, the newest first, and how to ask."""
    request.actor.need(P.SEE, _("see changes"))
    rows = Asking.objects.visible_to(request.actor).select_related("service", "change__ticket", "source", "model")
    if (verdict := request.GET.get("answer", "")) in Verdict.values:
        rows = rows.filter(verdict=verdict)
    page = keyset(rows, cursor=request.GET.get("cursor"))
    drawn = {
        "page": page, "lines": [(one, signs.VERDICTS[one.verdict]) for one in page.rows], "answer": verdict,
        "verdicts": Verdict.choices, "snippets": snippets.asking(),
        "asks": holders.to_ask(request.actor, P.MANAGE),
    }  # fmt: skip
    return render(request, "pipelines/askings.html", drawn)
