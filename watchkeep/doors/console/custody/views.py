"""Pages on who has a thing."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.custody import forms
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.files import handed_out
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets.models import Item
from watchkeep.estate.custody import life, queries
from watchkeep.estate.custody.models import Handover, State
from watchkeep.estate.custody.permissions import P
from watchkeep.kernel.pages import capped_count, keyset


def handovers(request: Request) -> HttpResponse:
    """What people were asked, the newest first."""
    request.actor.need(P.SEE, _("see who has what"))
    state = request.GET.get("state", State.WAITING)
    rows = queries.handovers(request.actor, state=state if state in State.values else "")
    drawn = {"page": keyset(rows, cursor=request.GET.get("cursor")), "count": capped_count(rows), "state": state}
    return render(request, "custody/list.html", drawn | {"states": State.choices, "works": request.actor.may(P.WORK)})


class Page(NamedTuple):
    """What the page of a verb says before and after."""

    title: str
    submit: str
    done: str
    say: Words = ""
    is_final: bool = False


def item(request: Request, pk: int) -> HttpResponse:
    """Who has it, what was asked about it, and how it came to its end."""
    request.actor.need(P.SEE, _("see who has what"))
    one = _item(request, pk)
    drawn = {
        "item": one, "handovers": queries.of_item(pk, request.actor),
        "destruction": queries.destruction_of(pk, request.actor), "works": request.actor.may(P.WORK) and one.is_active,
        "destroys": request.actor.may(P.DESTROY) and one.state != "disposed",
    }  # fmt: skip
    return render(request, "custody/item.html", drawn)


def hand_over(request: Request, pk: int) -> HttpResponse:
    """Give it to somebody."""
    request.actor.need(P.WORK)
    one, form = _item(request, pk), forms.HandOverForm.asked(request, actor=request.actor)
    page = Page(_("Hand over %(name)s") % {"name": one.name}, _("Hand over"), _("Handed over: they are asked."))
    return _done(request, one, form, lambda: life.hand_over(one, by=request.actor, **form.cleaned_data), page)


def ask_for_return(request: Request, pk: int) -> HttpResponse:
    """Ask for it back."""
    request.actor.need(P.WORK)
    one, form = _item(request, pk), VerbForm.asked(request)
    say = _("Whoever has it gets a message; of somebody who has left, their manager does.")
    page = Page(_("Ask for %(name)s back") % {"name": one.name}, _("Ask for it back"), _("It is asked back."), say)
    return _done(request, one, form, lambda: life.ask_for_return(one, by=request.actor), page)


def take_back(request: Request, pk: int) -> HttpResponse:
    """It came back."""
    request.actor.need(P.WORK)
    one, form = _item(request, pk), VerbForm.asked(request)
    say = _("It is in stock then, and nobody has it.")
    page = Page(_("%(name)s came back") % {"name": one.name}, _("It came back"), _("It is in stock."), say)
    return _done(request, one, form, lambda: life.take_back(one, by=request.actor), page)


def destroy(request: Request, pk: int) -> HttpResponse:
    """Record that it was destroyed."""
    request.actor.need(P.DESTROY)
    one, form = _item(request, pk), forms.DestructionForm.asked(request)
    say = _("It is gone for good, and so is the way back.")
    title = _("Destruction of %(name)s") % {"name": one.name}
    page = Page(title, _("Record its destruction"), _("Its end is on record."), say, is_final=True)
    return _done(request, one, form, lambda: life.destroy(one, by=request.actor, **form.told()), page)


def certificate(request: Request, pk: int) -> HttpResponseBase:
    """Hand the paper out."""
    found = queries.destruction_of(_item(request, pk).pk, request.actor)
    if found is None or not found.file:
        raise Http404
    return handed_out(found)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Nobody has to answer any more."""
    row = get_object_or_404(Handover.objects.visible_to(request.actor), pk=pk)
    life.withdraw(row, by=request.actor)
    toast(request, _("Withdrawn."))
    return redirect("console:item-custody", row.item_id)


def _done(request: Request, one: Item, form: VerbForm, act: Callable[[], object], page: Page) -> HttpResponse:
    if form.carries(act):
        toast(request, page.done)
        return redirect("console:item-custody", one.pk)
    back = reverse("console:item-custody", args=[one.pk])
    told: dict[str, Any] = {"title": page.title, "submit": page.submit, "say": page.say, "danger": page.is_final}
    return verbs.page(request, form, back=back, **told)


def _item(request: Request, pk: int) -> Item:
    rows = Item.objects.visible_to(request.actor).select_related("cls", "user", "location")
    return get_object_or_404(rows, pk=pk)
