"""Pictures of an item."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.catalogue.forms.about import AltForm, PictureForm
from watchkeep.doors.console.catalogue.views import finding
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui import items
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.requests import life
from watchkeep.work.requests.models import Picture


def listed(request: Request, pk: int) -> HttpResponse:
    """Its pictures, each with the mark by which the description shows it; and room for one more."""
    found, form = finding.to_change(request, pk), PictureForm.asked(request)

    def act() -> None:
        file = form.cleaned_data["file"]
        life.add_picture(found, by=request.actor, file=file, name=file.name, alt=form.cleaned_data["alt"])

    if form.carries(act):
        toast(request, _("Added."))
        return redirect("console:catalogue-pictures", pk)
    seen = {"item": found, "form": form, "pictures": found.pictures.all()}
    return render(request, "catalogue/pictures.html", seen, status=form.status)


def show(request: Request, pk: int, picture: int) -> HttpResponseBase:
    """Hand a picture out, to look at."""
    return items.hand_out(request, get_object_or_404(Picture, item=finding.item(request, pk), pk=picture))


def describe(request: Request, pk: int, picture: int) -> HttpResponse:
    """Say what it shows."""
    kept = _picture(request, pk, picture)
    form = AltForm.asked(request, initial={"alt": kept.alt})
    if form.carries(lambda: life.describe_picture(kept, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:catalogue-pictures", pk)
    return verbs.page(request, form, title=kept.name, submit=_("Save"), back=_back(pk))


def remove(request: Request, pk: int, picture: int) -> HttpResponse:
    """Take a picture away."""
    kept, form = _picture(request, pk, picture), VerbForm.asked(request)
    if form.carries(lambda: life.remove_picture(kept, by=request.actor)):
        toast(request, _("Removed."))
        return redirect("console:catalogue-pictures", pk)
    return verbs.page(request, form, title=kept.name, submit=_("Remove"), back=_back(pk), danger=True)


def _picture(request: Request, pk: int, picture: int) -> Picture:
    rows = Picture.objects.select_related("item")
    return get_object_or_404(rows, item=finding.to_change(request, pk), pk=picture)


def _back(pk: int) -> str:
    return reverse("console:catalogue-pictures", args=[pk])
