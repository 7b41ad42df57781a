"""Findings: all, one, and what becomes of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.drift import forms, signs
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.kernel.pages import keyset
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change, Drift, Settled
from watchkeep.work.changes.permissions import P

SERVICES = 8


def drift(request: Request) -> HttpResponse:
    """What was found changed, the newest first; at first what waits for somebody."""
    request.actor.need(P.SEE, _("see changes"))
    state = request.GET.get("state", Settled.OPEN)
    rows = Drift.objects.visible_to(request.actor).select_related("item__cls", "change__ticket")
    rows = rows.filter(standing=state) if state in Settled.values else rows
    page = keyset(rows, cursor=request.GET.get("cursor"))
    drawn = {
        "page": page, "lines": [(one, signs.STANDINGS[one.standing]) for one in page.rows], "state": state,
        "states": [*Settled.choices, ("all", _("All"))],
    }  # fmt: skip
    return render(request, "drift/list.html", drawn)


def finding(request: Request, pk: int) -> HttpResponse:
    """One finding, whole."""
    one = _found(request, pk)
    drawn = {
        "one": one, "sign": signs.STANDINGS[one.standing], "services": _services(request, one),
        "may": request.actor.may(P.DRIFT) and one.standing == Settled.OPEN,
    }  # fmt: skip
    return render(request, "drift/one.html", drawn)


def justify(request: Request, pk: int) -> HttpResponse:
    """It is all right so, for a reason."""
    request.actor.need(P.DRIFT, _("say what becomes of drift"))
    one, form = _found(request, pk), forms.ReasonForm.asked(request)
    if form.carries(lambda: life.justify(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Justified."))
        return redirect("console:drift-finding", pk)
    title = _("Justify: %(name)s") % {"name": one.item.name}
    return verbs.page(request, form, title=title, submit=_("Justify"), back=_address(pk))


def link(request: Request, pk: int) -> HttpResponse:
    """It was done by a change that is on record."""
    request.actor.need(P.DRIFT, _("say what becomes of drift"))
    one = _found(request, pk)
    form = forms.LinkForm.asked(request, actor=request.actor, drift=one)

    def act() -> None:
        told = form.cleaned_data
        life.link_drift(one, by=request.actor, change=told["number"], reason=told["reason"])

    if form.carries(act):
        toast(request, _("Linked."))
        return redirect("console:drift-finding", pk)
    title = _("Link to a change: %(name)s") % {"name": one.item.name}
    return verbs.page(request, form, title=title, submit=_("Link"), back=_address(pk))


def raise_change(request: Request, pk: int) -> HttpResponse:
    """It was a change: an emergency on record after the fact."""
    request.actor.need(P.DRIFT, _("say what becomes of drift"))
    one, form, made = _found(request, pk), forms.ReasonForm.asked(request), list[Change]()
    if form.carries(lambda: made.append(life.raise_drift(one, by=request.actor, **form.cleaned_data))):
        toast(request, _("It is on record, and others are asked to agree after the fact."))
        return redirect("console:change", made[0].number)
    title = _("Raise as a change: %(name)s") % {"name": one.item.name}
    say = _(
        "It has happened already, so nobody could agree before: it goes on record as an emergency, which is approved"
        " and reviewed afterwards. You are named as who raised it; who carried it out stays unknown."
    )
    return verbs.page(request, form, title=title, submit=_("Raise"), back=_address(pk), say=say)


def _services(request: Request, one: Drift) -> list[Service]:
    """Those that stand on it, however indirectly, as far as the reader may see them: the most important first."""
    rows = Service.objects.visible_to(request.actor).filter(pk__in=services.hit_by(items=[one.item_id]))
    return list(rows.select_related("owner_team").order_by("tier", "name")[:SERVICES])


def _found(request: Request, pk: int) -> Drift:
    rows = Drift.objects.visible_to(request.actor)
    rows = rows.select_related("item__cls", "item__owner_team", "item__owner_person", "change__ticket")
    return get_object_or_404(rows, pk=pk)


def _address(pk: int) -> str:
    return reverse("console:drift-finding", args=[pk])
