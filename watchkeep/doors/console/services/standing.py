"""Pages on what a service stands on."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.services.forms import DependencyForm, ItemForm
from watchkeep.doors.console.services.views import find
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets.models import Item
from watchkeep.estate.services import life
from watchkeep.estate.services.permissions import P


def depend_on(request: Request, slug: str) -> HttpResponse:
    """Say what it fails with."""
    request.actor.need(P.MANAGE)
    some, form = find(request, slug), DependencyForm.asked(request)
    if form.carries(lambda: life.depend_on(some, form.cleaned_data["other"], by=request.actor)):
        toast(request, _("The map is drawn anew."))
        return redirect("console:service", slug)
    title, back = _("%(name)s depends on") % {"name": some.name}, reverse("console:service", args=[slug])
    return verbs.page(request, form, title=title, submit=_("Add"), back=back)


@require_POST
def depend_on_no_more(request: Request, slug: str, other: str) -> HttpResponse:
    """Say that it does without."""
    life.depend_on_no_more(find(request, slug), find(request, other), by=request.actor)
    return redirect("console:service", slug)


def attach_item(request: Request, slug: str) -> HttpResponse:
    """Say what it runs on."""
    request.actor.need(P.MANAGE)
    some, form = find(request, slug), ItemForm.asked(request)
    if form.carries(lambda: life.attach_item(some, form.cleaned_data["item"], by=request.actor)):
        return redirect("console:service", slug)
    title, back = _("%(name)s runs on") % {"name": some.name}, reverse("console:service", args=[slug])
    return verbs.page(request, form, title=title, submit=_("Add"), back=back)


@require_POST
def detach_item(request: Request, slug: str, pk: int) -> HttpResponse:
    """Say that it no longer runs on that."""
    item = get_object_or_404(Item.objects.visible_or_merged(request.actor), pk=pk)
    life.detach_item(find(request, slug), item, by=request.actor)
    return redirect("console:service", slug)
