"""Pages on what was bought, and on its keys."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.licences import forms
from watchkeep.doors.console.licences.filters import Filter
from watchkeep.doors.console.licences.positions import tabs
from watchkeep.doors.console.suppliers import history
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import Entitlement, Key, Metric
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.pages import capped_count, keyset


def entitlements(request: Request) -> HttpResponse:
    """What was bought, the newest first."""
    asked = Filter.of(request.GET)
    rows = asked.entitlements(Entitlement.objects.visible_to(request.actor))
    shown = rows.select_related("contract", "owner").prefetch_related("products")
    words = {
        "page": keyset(shown, cursor=request.GET.get("cursor")),
        "count": capped_count(rows),
        "asked": asked,
        "metrics": Metric.choices,
        "today": clock.now().date(),
        "tabs": tabs(request),
        "may_upload": request.actor.may(P.MANAGE_ENTITLEMENTS),
    }
    return render(request, "licences/entitlements.html", words)


def entitlement(request: Request, number: str) -> HttpResponse:
    """One purchase: what it covers, its days, its money, its keys, its history."""
    one = find(request, number)
    words: dict[str, Any] = {
        "one": one,
        "products": one.products.all(),
        "keys": one.keys.all(),
        "documents": one.documents.select_related("author"),
        "lines": history.lines(one),
        "decide_by": life.days(one)[0],
        "is_over": one.ends_on is not None and one.ends_on < clock.now().date(),
        "cost": one.price_of_one.a_year * one.quantity,
        "manages": request.actor.may(P.MANAGE_ENTITLEMENTS),
    }
    return render(request, "licences/entitlement.html", words)


def add(request: Request) -> HttpResponse:
    """Write down what was bought."""
    request.actor.need(P.MANAGE_ENTITLEMENTS)
    first = forms.known() | {"owner": request.actor.person, "products": request.GET.get("product", "")}
    form, made = forms.EntitlementForm.asked(request, actor=request.actor, initial=first), list[Entitlement]()
    if form.carries(lambda: made.append(life.entitle(by=request.actor, **form.said()))):
        toast(request, _("Written down. The position follows within seconds."))
        return redirect("console:entitlement", made[0].number)
    back = reverse("console:entitlements")
    return verbs.page(request, form, title=_("New entitlement"), submit=_("Write it down"), back=back)


def edit(request: Request, number: str) -> HttpResponse:
    """Correct what is known of it."""
    request.actor.need(P.MANAGE_ENTITLEMENTS)
    one = find(request, number)
    form = forms.EntitlementForm.asked(request, actor=request.actor, initial=forms.known(one))
    if form.carries(lambda: life.edit(one, by=request.actor, **form.said())):
        toast(request, _("Saved."))
        return redirect("console:entitlement", one.number)
    say = _("Where more or fewer are owned from a day on, end it and write down another: past days keep their figures.")
    return verbs.page(
        request, form, title=_("Edit %(name)s") % {"name": one.number}, submit=_("Save"), back=_page(one), say=say
    )


def end(request: Request, number: str) -> HttpResponse:
    """Say with which day it ends."""
    request.actor.need(P.MANAGE_ENTITLEMENTS)
    one = find(request, number)
    form = forms.EndForm.asked(request, initial={"ends_on": one.ends_on or clock.now().date()})
    if form.carries(lambda: life.end(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Ended."))
        return redirect("console:entitlement", one.number)
    title = _("End %(name)s") % {"name": one.number}
    return verbs.page(request, form, title=title, submit=_("End it"), back=_page(one), danger=True)


def add_key(request: Request, number: str) -> HttpResponse:
    """Keep a licence key."""
    request.actor.need(P.MANAGE_ENTITLEMENTS)
    one, form = find(request, number), forms.KeyForm.asked(request)
    if form.carries(lambda: life.add_key(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Kept."))
        return redirect("console:entitlement", one.number)
    return verbs.page(request, form, title=_("Add a key"), submit=_("Keep it"), back=_page(one))


@never_cache
def show_key(request: Request, number: str, pk: int) -> HttpResponse:
    """Show a key to who may see it: that it was shown is on record, so it is asked for by a button."""
    request.actor.need(P.SEE_KEYS, _("see licence keys"))
    one = find(request, number)
    key, form, shown = _key(one, pk), forms.VerbForm.asked(request), list[str]()
    if form.carries(lambda: shown.append(life.show_key(key, by=request.actor))):
        return render(request, "licences/key.html", {"one": one, "key": key, "secret": shown[0]})
    say = _("That you were shown it will be on record.")
    return verbs.page(request, form, title=str(key), submit=_("Show the key"), back=_page(one), say=say)


def remove_key(request: Request, number: str, pk: int) -> HttpResponse:
    """Keep a key no longer."""
    request.actor.need(P.MANAGE_ENTITLEMENTS)
    one = find(request, number)
    key, form = _key(one, pk), forms.VerbForm.asked(request)
    if form.carries(lambda: life.remove_key(key, by=request.actor)):
        toast(request, _("Removed."))
        return redirect("console:entitlement", one.number)
    title, say = _("Remove the key"), str(key)
    return verbs.page(request, form, title=title, submit=_("Remove"), back=_page(one), say=say, danger=True)


def find(request: Request, number: str) -> Entitlement:
    """Return what was bought, if the reader may see it."""
    rows = Entitlement.objects.visible_to(request.actor).select_related("contract__supplier", "owner")
    return get_object_or_404(rows, number=number.upper())


def _key(one: Entitlement, pk: int) -> Key:
    return get_object_or_404(one.keys.all(), pk=pk)


def _page(one: Entitlement) -> str:
    return reverse("console:entitlement", args=[one.number])
