"""What is known of an item: added, corrected, pinned."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.items.forms import ItemForm, NewItemForm
from watchkeep.doors.console.items.views import finding
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.permissions import P


def add(request: Request) -> HttpResponse:
    """Look after one more thing."""
    request.actor.need(P.MANAGE)
    form, made = NewItemForm.asked(request, actor=request.actor), list[Item]()
    if form.carries(lambda: made.append(life.add_item(by=request.actor, **form.known_of_new()))):
        toast(request, _("The item is there."))
        asks = queries.missing_of(made[0], queries.described(made[0].cls))
        return redirect("console:item-edit" if asks else "console:item", made[0].pk)
    return verbs.page(request, form, title=_("New item"), submit=_("Add"), back=reverse("console:items"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Correct what is known of it. Over the word of a source, what is written here is pinned."""
    request.actor.need(P.MANAGE)
    one = finding.item(request, pk)
    form = ItemForm.asked(request, actor=request.actor, item=one)
    if form.carries(lambda: life.edit_item(one, by=request.actor, seen=form.seen_before(), **form.told())):
        toast(request, _("Saved."))
        return redirect("console:item", pk)
    back = reverse("console:item", args=[pk])
    return verbs.page(request, form, title=_("Edit %(name)s") % {"name": one.name}, submit=_("Save"), back=back)


@require_POST
def pin(request: Request, pk: int, attribute: str) -> HttpResponse:
    """Let a value stand, whatever sources say."""
    life.pin(finding.item(request, pk), by=request.actor, attribute=attribute)
    toast(request, _("Pinned."), undo=reverse("console:item-unpin", args=[pk, attribute]))
    return redirect("console:item", pk)


@require_POST
def unpin(request: Request, pk: int, attribute: str) -> HttpResponse:
    """Let the sources speak again."""
    life.unpin(finding.item(request, pk), by=request.actor, attribute=attribute)
    toast(request, _("The sources speak again."))
    return redirect("console:item", pk)
