"""Saved views: kept under a name, for oneself or for everybody."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.queue.asked import Asked
from watchkeep.doors.console.queue.places import PLACES
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import SavedView
from watchkeep.work.tickets.permissions import P


class ViewForm(VerbForm):
    """A name, and whether others see it, too."""

    name = forms.CharField(label=_("Name"), max_length=60)
    is_shared = forms.BooleanField(label=_("Everybody sees it"), required=False)

    def __init__(self, *args: object, actor: Actor, **named: object) -> None:
        super().__init__(*args, **named)
        if not actor.may(P.SHARE):
            del self.fields["is_shared"]


def save(request: Request, kind: str = "") -> HttpResponse:
    """Keep the question of this address under a name."""
    given = {name: values for name, values in request.GET.lists() if name not in {"name", "is_shared"}}
    asked = Asked.read(given, PLACES[kind])
    asked.question(request.actor)
    form = ViewForm.asked(request, actor=request.actor)
    if form.carries(lambda: life.save_view(by=request.actor, filters=asked.as_query(), **form.cleaned_data)):
        toast(request, _("The view is saved."))
        return redirect(asked.as_address())
    return render(request, "queue/save_view.html", {"form": form, "asked": asked}, status=form.status)


def drop(request: Request, pk: int) -> HttpResponse:
    """Forget a view."""
    view = get_object_or_404(SavedView.objects.visible_to(request.actor), pk=pk)
    form = VerbForm.asked(request)
    back = PLACES.get("".join(view.filters.get("kind", [])), PLACES[""]).path
    if form.carries(lambda: life.drop_view(view, by=request.actor)):
        toast(request, _("The view is gone."))
        return redirect(back)
    return render(request, "queue/drop_view.html", {"form": form, "view": view, "back": back}, status=form.status)
