"""Pages on items."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.items.forms import ItemForm, known
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets import life
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.services import queries
from watchkeep.estate.services.models import Service
from watchkeep.kernel.pages import capped_count, keyset


def items(request: Request) -> HttpResponse:
    """All items in use, by name."""
    rows = Item.objects.visible_to(request.actor).filter(is_active="retired" not in request.GET)
    if text := request.GET.get("q", "").replace("\0", "").strip():
        rows = rows.filter(name__icontains=text)
    classes = ItemClass.objects.visible_to(request.actor)
    if asked := classes.filter(slug=request.GET.get("class", "")).first():
        rows = rows.of_class(asked.path)
    page = keyset(rows.select_related("owner_team", "cls"), order=("name", "id"), cursor=request.GET.get("cursor"))
    words = {"page": page, "count": capped_count(rows), "classes": classes, "asked": request.GET}
    return render(request, "items/list.html", words)


def item(request: Request, pk: int) -> HttpResponse:
    """One item and the services that run on it."""
    one = _find(request, pk)
    direct = Service.objects.visible_to(request.actor).active().filter(items=one)
    words = {"item": one, "services": direct, "impact": queries.impact_of(service.pk for service in direct)}
    return render(request, "items/page.html", {**words, "manages": request.actor.may(P.MANAGE)})


def add(request: Request) -> HttpResponse:
    """Look after one more thing."""
    request.actor.need(P.MANAGE)
    form = ItemForm.asked(request)
    if form.carries(lambda: life.add_item(by=request.actor, **form.cleaned_data)):
        toast(request, _("The item is there."))
        return redirect("console:items")
    return verbs.page(request, form, title=_("New item"), submit=_("Add"), back=reverse("console:items"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Correct what is known of it."""
    request.actor.need(P.MANAGE)
    one = _find(request, pk)
    form = ItemForm.asked(request, initial=known(one))
    if form.carries(lambda: life.edit_item(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:item", pk)
    back = reverse("console:item", args=[pk])
    return verbs.page(request, form, title=_("Edit %(name)s") % {"name": one.name}, submit=_("Save"), back=back)


def retire(request: Request, pk: int) -> HttpResponse:
    """Take it out of use."""
    request.actor.need(P.MANAGE)
    one, form = _find(request, pk), VerbForm.asked(request)
    if form.carries(lambda: life.retire(one, by=request.actor)):
        toast(request, _("%(name)s is retired.") % {"name": one.name})
        return redirect("console:items")
    title, back = _("Retire %(name)s") % {"name": one.name}, reverse("console:item", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Retire"), back=back, danger=True)


def _find(request: Request, pk: int) -> Item:
    return get_object_or_404(Item.objects.visible_to(request.actor).select_related("owner_team", "cls"), pk=pk)
