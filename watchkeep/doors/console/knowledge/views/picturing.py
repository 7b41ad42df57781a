"""Pictures and videos of an article."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.knowledge import forms
from watchkeep.doors.console.knowledge.views.reading import found
from watchkeep.doors.ui import articles
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.knowledge import life
from watchkeep.estate.knowledge.models import Article, Media
from watchkeep.estate.knowledge.permissions import P


def listed(request: Request, number: str) -> HttpResponse:
    """The files of an article, each with the mark by which the text shows it; and room for one more."""
    request.actor.need(P.WRITE, str(_("write articles")))
    article, form = found(request, number), forms.UploadForm.asked(request)

    def act() -> None:
        given = form.cleaned_data
        life.add_media(article, by=request.actor, file=given["file"], name=given["file"].name, alt=given["alt"])

    if form.carries(act):
        toast(request, _("Added."))
        return redirect("console:article-files", article.number)
    shown = {"article": article, "form": form, "files": article.media.select_related("poster", "captions")}
    return render(request, "knowledge/files.html", shown, status=form.status)


def show(request: Request, number: str, pk: int) -> HttpResponseBase:
    """Hand a file out, to look at."""
    return articles.hand_out(request, request.actor, number, pk)


def describe(request: Request, number: str, pk: int) -> HttpResponse:
    """Say what it shows; give a video its still and captions."""
    request.actor.need(P.WRITE, str(_("write articles")))
    media = _media(request, number, pk)
    first = {"alt": media.alt, "poster": media.poster, "captions": media.captions}
    form = forms.PairForm.asked(request, initial=first, media=media)
    if form.carries(lambda: life.describe_media(media, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:article-files", number)
    back = reverse("console:article-files", args=[number])
    return verbs.page(request, form, title=media.name, submit=_("Save"), back=back)


def remove(request: Request, number: str, pk: int) -> HttpResponse:
    """Take a file away."""
    request.actor.need(P.WRITE, str(_("write articles")))
    media, form = _media(request, number, pk), VerbForm.asked(request)
    if form.carries(lambda: life.remove_media(media, by=request.actor)):
        toast(request, _("Removed."))
        return redirect("console:article-files", number)
    back = reverse("console:article-files", args=[number])
    return verbs.page(request, form, title=media.name, submit=_("Remove"), back=back, danger=True)


def _media(request: Request, number: str, pk: int) -> Media:
    article = get_object_or_404(Article.objects.visible_to(request.actor), number=number.upper())
    return get_object_or_404(article.media.select_related("article", "poster", "captions"), pk=pk)
