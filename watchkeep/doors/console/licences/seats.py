"""Giving seats, and taking them back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.licences import forms
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.models import Product, Seat
from watchkeep.estate.licences.permissions import P


def take(request: Request, pk: int) -> HttpResponse:
    """Give somebody a seat from the pool."""
    request.actor.need(P.MANAGE_ENTITLEMENTS)
    product = get_object_or_404(Product.objects.visible_to(request.actor), pk=pk)
    form = forms.SeatForm.asked(request, actor=request.actor)
    if form.carries(lambda: life.take_seat(product, by=request.actor, **form.cleaned_data)):
        toast(request, _("They have a seat."))
        return redirect(_seats(pk))
    title, say = _("A seat of %(name)s") % {"name": product.name}, _("%(n)s are left in the pool.")
    say %= {"n": max(0, queries.free_seats(product))}
    return verbs.page(request, form, title=title, submit=_("Give it"), back=_seats(pk), say=say)


def free(request: Request, pk: int) -> HttpResponse:
    """Put somebody's seat back into the pool."""
    request.actor.need(P.MANAGE_ENTITLEMENTS)
    rows = Seat.objects.visible_to(request.actor).taken().select_related("person", "product")
    seat, form = get_object_or_404(rows, pk=pk), forms.ReasonForm.asked(request)
    if form.carries(lambda: life.free_seat(seat, by=request.actor, **form.cleaned_data)):
        toast(request, _("The seat is free."))
        return redirect(_seats(seat.product_id))
    title, say = _("Free a seat"), f"{seat.product.name}: {seat.person}"
    back = _seats(seat.product_id)
    return verbs.page(request, form, title=title, submit=_("Free it"), back=back, say=say, danger=True)


def _seats(product: int) -> str:
    return f"{reverse('console:licence', args=[product])}?rows=seats"
