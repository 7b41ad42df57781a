"""Pages on indicators."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.indicators.chart import Chart
from watchkeep.doors.console.indicators.forms import IndicatorForm, known
from watchkeep.doors.ui.toasts import toast
from watchkeep.insight.verdicts import life, queries
from watchkeep.insight.verdicts.models import Indicator
from watchkeep.insight.verdicts.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.pages import capped_count, keyset


def indicators(request: Request) -> HttpResponse:
    """All indicators, by service."""
    request.actor.need(P.SEE_INDICATORS, _("see indicators"))
    rows = Indicator.objects.visible_to(request.actor)
    if words := request.GET.get("q", "").replace("\0", "").strip()[:80]:
        rows = rows.filter(name__icontains=words) | rows.filter(service__name__icontains=words)
    shown = rows.select_related("service", "connection")
    page = keyset(shown, order=("service__name", "name", "id"), cursor=request.GET.get("cursor"))
    return render(request, "indicators/list.html", {"page": page, "count": capped_count(rows), "words": words})


def indicator(request: Request, pk: int) -> HttpResponse:
    """One indicator: where it comes from, two weeks of it, today's figures."""
    one, now = _found(request, pk), clock.now()
    words = {
        "indicator": one,
        "chart": Chart.of(one, now),
        "points": queries.points_of(one, now.date())[-24:][::-1],
        "manages": request.actor.may(P.MANAGE_INDICATORS),
    }
    return render(request, "indicators/page.html", words)


def add(request: Request) -> HttpResponse:
    """Say that a service is measured by one more figure."""
    request.actor.need(P.MANAGE_INDICATORS, _("add indicators"))
    form, made = IndicatorForm.asked(request), list[Indicator]()
    if form.carries(lambda: made.append(life.add_indicator(by=request.actor, **form.cleaned_data))):
        toast(request, _("Verdicts look at it from now on."))
        return redirect("console:indicator", made[0].pk)
    return verbs.page(request, form, title=_("New indicator"), submit=_("Add"), back=reverse("console:indicators"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Read or fetch it otherwise."""
    request.actor.need(P.MANAGE_INDICATORS, _("edit indicators"))
    one = _found(request, pk)
    form = IndicatorForm.asked(request, initial=known(one))
    if form.carries(lambda: life.edit_indicator(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:indicator", pk)
    title, back = _("Edit %(name)s") % {"name": one.name}, reverse("console:indicator", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Save"), back=back)


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    """Let verdicts look at it, or not for now."""
    one = _found(request, pk)
    verb = life.pause_indicator if one.is_active else life.resume_indicator
    verb(one, by=request.actor)
    toast(request, _("Verdicts look at it again.") if one.is_active else _("Paused."), undo=request.path)
    return redirect("console:indicator", pk)


def _found(request: Request, pk: int) -> Indicator:
    rows = Indicator.objects.visible_to(request.actor).select_related("service", "connection")
    return get_object_or_404(rows, pk=pk)
