"""Who could not be paged in the weeks ahead."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import PageCheck, PageFinding
from watchkeep.duty.oncall.permissions import P
from watchkeep.kernel import clock, pages

ORDER = ("service__tier", "service__name", "starts_at", "id")


def pageability(request: Request) -> HttpResponse:
    """What the newest check found, by service: holes, or what hangs by one thread."""
    request.actor.need(P.SEE, _("see who could be paged"))
    kinds = PageFinding.Kind
    kind = kinds.SINGLE if request.GET.get("kind") == kinds.SINGLE else kinds.HOLE
    check = PageCheck.objects.first()
    rows = PageFinding.objects.visible_to(request.actor).filter(check_run=check, kind=kind)
    shown = pages.keyset(
        rows.select_related("service", "policy"), order=ORDER, cursor=request.GET.get("cursor"), size=100
    )
    seen = {
        "check": check,
        "page": shown,
        "kind": kind,
        "now": clock.now(),
        "may_plan": request.actor.may(P.MANAGE),
    }
    return render(request, "oncall/pageability.html", seen)


@require_POST
def check_now(request: Request) -> HttpResponse:
    """Look again now instead of tonight."""
    check = life.look_ahead(by=request.actor)
    toast(request, _("Checked: %(n)d services.") % {"n": check.services})
    return redirect("console:pageability")
