"""What an item is, said otherwise: described, reviewed, retired, given a plan and a time."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.catalogue.forms import about
from watchkeep.doors.console.catalogue.views import finding
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.automation.models import Procedure
from watchkeep.duty.fulfilment import life as fulfilment
from watchkeep.duty.fulfilment import queries as plans
from watchkeep.duty.fulfilment.permissions import P as Fulfilment
from watchkeep.duty.sla import life as sla
from watchkeep.duty.sla import queries as promises
from watchkeep.duty.sla.permissions import P as Promises
from watchkeep.kernel import clock
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import CatalogueItem
from watchkeep.work.requests.permissions import P


def new(request: Request) -> HttpResponse:
    """Add an item. It is offered once its first edition is published."""
    request.actor.need(P.CATALOGUE, _("look after the catalogue"))
    first = {"owner": request.actor.person, "review_on": clock.now().date() + life.REVIEWED_EVERY}
    form = about.ItemForm.asked(request, owners=queries.owners(), initial=first)
    made: list[CatalogueItem] = []
    if form.carries(lambda: made.append(life.add_item(by=request.actor, **form.cleaned_data))):
        toast(request, _("Added. Say what is asked and what it costs, then publish it."))
        return redirect("console:catalogue-draft", made[0].pk)
    return render(request, "catalogue/edit.html", {"form": form}, status=form.status)


def edit(request: Request, pk: int) -> HttpResponse:
    """Describe it otherwise."""
    found = finding.to_change(request, pk)
    form = about.ItemForm.asked(request, owners=queries.owners(), initial=about.ItemForm.filled(found))
    if form.carries(lambda: life.edit_item(found, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:catalogue-item", pk)
    return render(request, "catalogue/edit.html", {"form": form, "item": found}, status=form.status)


def review(request: Request, pk: int) -> HttpResponse:
    """Say that it is still right, and when to look again."""
    found = finding.to_change(request, pk)
    form = about.ReviewForm.asked(request, initial={"review_on": clock.now().date() + life.REVIEWED_EVERY})
    if form.carries(lambda: life.review_item(found, by=request.actor, **form.cleaned_data)):
        toast(request, _("Looked at."))
        return redirect("console:catalogue-item", pk)
    say = _("Is what we offer, ask and charge for it still right? Then say when somebody looks again.")
    return _page(request, form, found, title=_("It is still right"), submit=_("I looked at it"), say=say)


def retire(request: Request, pk: int) -> HttpResponse:
    """Offer it no longer."""
    found, form = finding.to_change(request, pk), VerbForm.asked(request)
    if form.carries(lambda: life.retire_item(found, by=request.actor)):
        toast(request, _("It is not offered any more."))
        return redirect("console:catalogue-item", pk)
    say = _("Nobody can order it any more. Requests that run go on, and what people hold they keep.")
    title = _("Retire “%(name)s”?") % {"name": found.name}
    return _page(request, form, found, title=title, submit=_("Retire"), say=say, danger=True)


@require_POST
def revive(request: Request, pk: int) -> HttpResponse:
    """Offer it again."""
    life.revive_item(finding.to_change(request, pk), by=request.actor)
    toast(request, _("It is offered again."))
    return redirect("console:catalogue-item", pk)


def plan(request: Request, pk: int) -> HttpResponse:
    """Choose how it comes true."""
    request.actor.need(Fulfilment.CONFIGURE, _("choose how an item is fulfilled"))
    found, now = finding.item(request, pk), plans.plan_of(pk)
    form = about.PlanForm.asked(request, initial={"procedure": now.procedure_id if now else ""})

    def act() -> None:
        chosen = form.cleaned_data["procedure"]
        procedure = get_object_or_404(Procedure, pk=chosen) if chosen else None
        fulfilment.set_plan(found, by=request.actor, procedure=procedure)

    if form.carries(act):
        toast(request, _("Chosen. What runs goes on as it began."))
        return redirect("console:catalogue-item", pk)
    say = _("A plan is written under Runbooks, as one that fulfils. Without one, people do it.")
    return _page(request, form, found, title=_("How it comes true"), submit=_("Choose"), say=say)


def seat(request: Request, pk: int) -> HttpResponse:
    """Choose of which product whoever gets it gets a seat."""
    request.actor.need(Fulfilment.CONFIGURE, _("choose how an item is fulfilled"))
    found, now = finding.item(request, pk), plans.pool_of(pk)
    form = about.SeatForm.asked(request, actor=request.actor, initial={"product": now.product.name if now else ""})
    if form.carries(lambda: fulfilment.set_pool(found, by=request.actor, **form.cleaned_data)):
        toast(request, _("Chosen."))
        return redirect("console:catalogue-item", pk)
    say = _("Whoever gets it takes a seat from the pool of this product; giving it back frees the seat.")
    return _page(request, form, found, title=_("A seat comes with it"), submit=_("Choose"), say=say)


def time(request: Request, pk: int) -> HttpResponse:
    """Promise a time for this item alone."""
    request.actor.need(Promises.CONFIGURE, _("set targets"))
    found = finding.item(request, pk)
    target = promises.target_of(found)
    form = about.TimeForm.asked(request, initial=about.TimeForm.filled(target))

    def act() -> None:
        if form.minutes:
            hours = form.cleaned_data["in_business_hours"]
            sla.set_target(
                by=request.actor, measure="resolution", minutes=form.minutes, item=found, in_business_hours=hours
            )  # fmt: skip
        elif target:
            sla.drop_target(target, by=request.actor)

    if form.carries(act):
        toast(request, _("Promised. Requests that run keep what they were promised."))
        return redirect("console:catalogue-item", pk)
    return _page(request, form, found, title=_("Expected time"), submit=_("Promise this"))


def _page(request: Request, form: VerbForm, found: CatalogueItem, **words: Any) -> HttpResponse:
    back = reverse("console:catalogue-item", args=[found.pk])
    return verbs.page(request, form, back=back, **words)
