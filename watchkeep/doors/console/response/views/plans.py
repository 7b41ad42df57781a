"""Plans: listed, explained, written and tried."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.response.forms import CaseForm, PlanForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.response import life, queries
from watchkeep.duty.response.models import Plan
from watchkeep.duty.response.permissions import P
from watchkeep.estate.services.models import Service
from watchkeep.kernel.pages import keyset


def plans(request: Request) -> HttpResponse:
    """All plans, and which of them would hold for an incident that somebody imagines."""
    request.actor.need(P.SEE, _("see response plans"))
    form = CaseForm(request.GET if "severity" in request.GET else None, initial={"severity": 1})
    case = form.cleaned_data if form.is_bound and form.is_valid() else None
    page = keyset(
        Plan.objects.visible_to(request.actor).whole(), order=("name", "id"), cursor=request.GET.get("cursor")
    )
    drawn = {"page": page, "form": form, "explained": queries.explain(**case) if case else None}
    return render(request, "response/plans.html", drawn | _may(request))


def services(request: Request) -> HttpResponse:
    """For each service and severity the plan that fits closest."""
    request.actor.need(P.SEE, _("see response plans"))
    rows = Service.objects.visible_to(request.actor).active()
    page = keyset(rows, order=("tier", "name", "id"), cursor=request.GET.get("cursor"), size=50)
    return render(request, "response/services.html", {"page": page, "overview": queries.overview(page.rows)})


def new(request: Request) -> HttpResponse:
    """Write a plan."""
    request.actor.need(P.CONFIGURE, _("write response plans"))
    form = PlanForm.asked(request)
    if "try" not in request.POST and form.carries(lambda: life.create_plan(by=request.actor, **form.told)):
        toast(request, _("Written. It holds for incidents that open from now on."))
        return redirect("console:plans")
    return _written(request, form)


def edit(request: Request, pk: int) -> HttpResponse:
    """Read a plan; change it, when one may."""
    plan = get_object_or_404(Plan.objects.visible_to(request.actor).whole(), pk=pk)
    form = PlanForm.asked(request, plan=plan, initial=PlanForm.filled(plan))
    if "try" not in request.POST and form.carries(lambda: life.change_plan(plan, by=request.actor, **form.told)):
        toast(request, _("Saved. Responses that run keep their copy."))
        return redirect("console:plans")
    return _written(request, form, plan)


def remove(request: Request, pk: int) -> HttpResponse:
    """Take a plan away."""
    plan = get_object_or_404(Plan.objects.visible_to(request.actor), pk=pk)
    request.actor.need(P.CONFIGURE, _("remove response plans"))
    form = VerbForm.asked(request)
    if form.carries(lambda: life.remove_plan(plan, by=request.actor)):
        toast(request, _("Taken away. Broader plans hold in its place."))
        return redirect("console:plans")
    title, back = _("Remove “%(name)s”?") % {"name": plan.name}, reverse("console:plan", args=[pk])
    say = _("Broader plans hold in its place. Responses that run keep their copy.")
    return verbs.page(request, form, title=title, submit=_("Remove"), back=back, say=say, danger=True)


def _written(request: Request, form: PlanForm, plan: Plan | None = None) -> HttpResponse:
    """The form of a plan; tried, when that was asked: what would hold if it were saved as it stands."""
    explained, status = None, form.status
    if "try" in request.POST:
        status = 200 if form.is_valid() else 422
        explained = queries.explain(*form.example(), instead=form.draft()) if form.is_valid() else None
    drawn = {"form": form, "plan": plan, "explained": explained, **_may(request)}
    return render(request, "response/plan.html", drawn, status=status)


def _may(request: Request) -> dict[str, Any]:
    return {"may_plan": request.actor.may(P.CONFIGURE)}
