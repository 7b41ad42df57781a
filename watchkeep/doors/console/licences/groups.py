"""Groups of directories whose members hold seats."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.licences import forms
from watchkeep.doors.console.licences.positions import tabs
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.models import SeatGroup
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel.pages import capped_count, keyset


def groups(request: Request) -> HttpResponse:
    """Which groups mean seats of what, the newest first."""
    rows = SeatGroup.objects.visible_to(request.actor)
    words = {
        "page": keyset(queries.with_seats(rows), cursor=request.GET.get("cursor")),
        "count": capped_count(rows),
        "tabs": tabs(request),
        "manages": request.actor.may(P.MANAGE_ENTITLEMENTS),
    }
    return render(request, "licences/groups.html", words)


def add(request: Request) -> HttpResponse:
    """Let the members of a group hold seats."""
    request.actor.need(P.MANAGE_ENTITLEMENTS)
    form, back = forms.GroupForm.asked(request), reverse("console:seat-groups")
    if form.carries(lambda: life.add_seat_group(by=request.actor, **form.cleaned_data)):
        toast(request, _("Whoever is in it holds a seat."))
        return redirect(back)
    say = _("Whoever comes into the group has a seat, even when none is left; whoever goes has none.")
    return verbs.page(request, form, title=_("A group means seats"), submit=_("Add"), back=back, say=say)


def remove(request: Request, pk: int) -> HttpResponse:
    """Let a group mean no seats any more."""
    request.actor.need(P.MANAGE_ENTITLEMENTS)
    rows = SeatGroup.objects.visible_to(request.actor).select_related("group", "product")
    line, form, back = get_object_or_404(rows, pk=pk), VerbForm.asked(request), reverse("console:seat-groups")
    if form.carries(lambda: life.remove_seat_group(line, by=request.actor)):
        toast(request, _("Removed. Who held a seat through it holds none."))
        return redirect(back)
    title, say = _("Being in %(group)s means no seat") % {"group": line.group}, str(line.product)
    return verbs.page(request, form, title=title, submit=_("Remove"), back=back, say=say, danger=True)
