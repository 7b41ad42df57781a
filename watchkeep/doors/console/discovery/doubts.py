"""What is in doubt, by which marks an item is recognised, and what people say of it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.discovery.forms import MergeForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Doubt, Trace, Verdict
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.pages import keyset


def doubts(request: Request) -> HttpResponse:
    """What waits for somebody, the newest first."""
    request.actor.need(P.SEE, _("see what is in doubt"))
    page = keyset(queries.open_doubts(request.actor), cursor=request.GET.get("cursor"))
    return render(request, "discovery/doubts.html", {"page": page})


def doubt(request: Request, pk: int) -> HttpResponse:
    """Two items side by side: what they share, and what stands against it."""
    row = _found(request, pk)
    words = {
        "doubt": row,
        "sides": [queries.side(row, row.trace, row.item), queries.side(row, row.other_trace, row.other)],
        "against": [queries.NAMES.get(kind, kind) for kind in row.against],
        "may": request.actor.may(P.JUDGE) and not row.settled_at,
    }
    return render(request, "discovery/doubt.html", words)


@require_POST
def same(request: Request, pk: int) -> HttpResponse:
    """They are one thing."""
    return _say(request, pk, life.say_same, _("One item stands for both. What was said can be taken back here."))


@require_POST
def different(request: Request, pk: int) -> HttpResponse:
    """They are two things."""
    return _say(request, pk, life.say_different, _("They stay two. What was said can be taken back here."))


def marks(request: Request, pk: int) -> HttpResponse:
    """By which marks an item is recognised, who told them, and what people said."""
    item = _item(request, pk)
    if item.merged_into_id:
        return redirect("console:item_marks", item.merged_into_id)
    words = {
        "item": item,
        "traces": queries.recognised_by(item.pk),
        "verdicts": queries.verdicts_on(item.pk),
        "ahead": queries.clocks_ahead(item.pk),
        "may": request.actor.may(P.JUDGE),
    }
    return render(request, "discovery/marks.html", words)


def merge(request: Request, pk: int) -> HttpResponse:
    """Say that another item is the same thing."""
    request.actor.need(P.JUDGE, _("say what things are"))
    item, form = _item(request, pk), MergeForm.asked(request)
    if form.carries(lambda: life.merge(item, _named(request, form.cleaned_data["other"]), by=request.actor)):
        toast(request, _("One item stands for both. What was said can be taken back here."))
        return redirect("console:item_marks", queries.standing_for(pk))
    title, back = _("The same as %(name)s") % {"name": item.name}, reverse("console:item_marks", args=[pk])
    return verbs.page(request, form, title=title, submit=_("The same thing"), back=back)


@require_POST
def split(request: Request, pk: int) -> HttpResponse:
    """What was told under a trace is of another thing."""
    trace = get_object_or_404(Trace.objects.filter(item__in=Item.objects.visible_or_merged(request.actor)), pk=pk)
    before = queries.standing_for(trace.item_id or 0)
    life.split(trace, by=request.actor)
    toast(request, _("It is an item of its own now. What was said can be taken back here."))
    return redirect("console:item_marks", before)


@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """What was said holds no more."""
    request.actor.need(P.JUDGE, _("say what things are"))
    verdict = get_object_or_404(Verdict.objects.select_related("one"), pk=pk)
    life.take_back(verdict, by=request.actor)
    toast(request, _("Taken back: the marks decide again."))
    return redirect("console:item_marks", queries.standing_for(verdict.one.item_id or 0))


def _say(request: Request, pk: int, verb: Callable[..., None], words: str) -> HttpResponse:
    row = _found(request, pk)
    verb(row, by=request.actor)
    toast(request, words)
    return redirect("console:item_marks", queries.standing_for(row.item_id))


def _found(request: Request, pk: int) -> Doubt:
    return get_object_or_404(queries.doubts(request.actor), pk=pk)


def _item(request: Request, pk: int) -> Item:
    request.actor.need(P.SEE, _("see what is found"))
    return get_object_or_404(Item.objects.visible_or_merged(request.actor), pk=pk)


def _named(request: Request, number: str) -> Item:
    found = Item.objects.visible_to(request.actor).filter(number=number.strip().upper()).first()
    if found is None:
        raise Refused(_("There is no item of this number."), field="other")
    return found
