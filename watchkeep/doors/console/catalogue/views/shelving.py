"""The shelves of the catalogue."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.catalogue.forms.about import ShelfForm
from watchkeep.doors.console.catalogue.views import finding
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.requests import life
from watchkeep.work.requests.models import Category
from watchkeep.work.requests.permissions import P


def shelves(request: Request) -> HttpResponse:
    """All of them, as they stand, each with how much is on it."""
    request.actor.need(P.SEE_CATALOGUE, _("work with the catalogue"))
    rows = Category.objects.annotate(many=Count("items"))
    return render(request, "catalogue/shelves.html", {"shelves": rows, **finding.may(request)})


def new(request: Request) -> HttpResponse:
    """Put up a shelf."""
    request.actor.need(P.CATALOGUE, _("look after the catalogue"))
    form = ShelfForm.asked(request)
    if form.carries(lambda: life.save_category(by=request.actor, **form.cleaned_data)):
        toast(request, _("Added."))
        return redirect("console:catalogue-shelves")
    return verbs.page(request, form, title=_("New shelf"), submit=_("Add"), back=reverse("console:catalogue-shelves"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Call it otherwise, or move it."""
    shelf = _shelf(request, pk)
    first = {"name": shelf.name, "about": shelf.about, "position": shelf.position}
    form = ShelfForm.asked(request, initial=first)
    if form.carries(lambda: life.save_category(shelf, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:catalogue-shelves")
    return verbs.page(request, form, title=shelf.name, submit=_("Save"), back=reverse("console:catalogue-shelves"))


def remove(request: Request, pk: int) -> HttpResponse:
    """Take an empty shelf down."""
    shelf, form = _shelf(request, pk), VerbForm.asked(request)
    title, back = _("Take “%(name)s” down?") % {"name": shelf.name}, reverse("console:catalogue-shelves")
    if form.carries(lambda: life.remove_category(shelf, by=request.actor)):
        toast(request, _("Taken down."))
        return redirect("console:catalogue-shelves")
    return verbs.page(request, form, title=title, submit=_("Take down"), back=back, danger=True)


def _shelf(request: Request, pk: int) -> Category:
    request.actor.need(P.CATALOGUE, _("look after the catalogue"))
    return get_object_or_404(Category, pk=pk)
