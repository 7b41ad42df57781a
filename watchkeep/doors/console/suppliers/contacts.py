"""Whom to call at a supplier."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.suppliers.forms import ContactForm, known
from watchkeep.doors.console.suppliers.views import find
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.suppliers import life
from watchkeep.estate.suppliers.models import Contact
from watchkeep.estate.suppliers.permissions import P


def add(request: Request, pk: int) -> HttpResponse:
    """Write down somebody to call."""
    request.actor.need(P.MANAGE)
    supplier, form = find(request, pk), ContactForm.asked(request)
    if form.carries(lambda: life.add_contact(supplier, by=request.actor, **form.cleaned_data)):
        toast(request, _("Added."))
        return redirect("console:supplier", pk)
    title, back = _("Somebody at %(name)s") % {"name": supplier.name}, reverse("console:supplier", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Add"), back=back)


def edit(request: Request, pk: int, contact: int) -> HttpResponse:
    """Correct what is known of somebody."""
    request.actor.need(P.MANAGE)
    one = _found(request, pk, contact)
    form = ContactForm.asked(request, initial=known(one, ContactForm))
    if form.carries(lambda: life.edit_contact(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:supplier", pk)
    title, back = _("Edit %(name)s") % {"name": one.name}, reverse("console:supplier", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Save"), back=back)


def remove(request: Request, pk: int, contact: int) -> HttpResponse:
    """Call them no more."""
    request.actor.need(P.MANAGE)
    one, form = _found(request, pk, contact), VerbForm.asked(request)
    if form.carries(lambda: life.remove_contact(one, by=request.actor)):
        toast(request, _("Removed."))
        return redirect("console:supplier", pk)
    title, back = _("Remove %(name)s") % {"name": one.name}, reverse("console:supplier", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Remove"), back=back, danger=True)


def _found(request: Request, pk: int, contact: int) -> Contact:
    return get_object_or_404(find(request, pk).contacts, pk=contact)
