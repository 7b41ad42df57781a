"""What is watched: of which classes which attributes nobody changes without a change."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.drift import forms
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Watch
from watchkeep.work.changes.permissions import P


def watches(request: Request) -> HttpResponse:
    """All classes that are watched."""
    request.actor.need(P.SEE, _("see changes"))
    rows = Watch.objects.select_related("cls").order_by("cls__path")
    return render(request, "drift/watches.html", {"rows": rows, "may": request.actor.may(P.MANAGE)})


def watch(request: Request, pk: int = 0) -> HttpResponse:
    """Watch a class, or watch it otherwise."""
    request.actor.need(P.MANAGE, _("say what is watched"))
    row = get_object_or_404(Watch.objects.select_related("cls"), pk=pk) if pk else None
    known = forms.known(row) if row else {}
    form = forms.WatchForm.asked(request, actor=request.actor, is_new=row is None, initial=known)

    def act() -> None:
        told = form.given()
        life.watch(by=request.actor, cls=row.cls if row else told.pop("cls"), **told)

    if form.carries(act):
        toast(request, _("It is watched so from now on."))
        return redirect("console:drift-watches")
    title = _("Watch: %(name)s") % {"name": row.cls} if row else _("Watch a class")
    return verbs.page(request, form, title=title, submit=_("Save"), back=reverse("console:drift-watches"))


def remove(request: Request, pk: int) -> HttpResponse:
    """Watch a class no more."""
    request.actor.need(P.MANAGE, _("say what is watched"))
    row, form = get_object_or_404(Watch.objects.select_related("cls"), pk=pk), VerbForm.asked(request)
    if form.carries(lambda: life.unwatch(row, by=request.actor)):
        toast(request, _("It is watched no more."))
        return redirect("console:drift-watches")
    title = _("Watch no more: %(name)s") % {"name": row.cls}
    say = _("What changes on such items is no finding any more. Findings that are open stay.")
    back = reverse("console:drift-watches")
    return verbs.page(request, form, title=title, submit=_("Watch no more"), back=back, say=say, danger=True)
