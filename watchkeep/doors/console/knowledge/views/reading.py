"""Reading: the page of an article, its history, and whether it helped."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.knowledge import forms
from watchkeep.doors.ui import articles
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.knowledge import life, queries
from watchkeep.estate.knowledge.models import Article, Feedback, Version
from watchkeep.estate.knowledge.permissions import P
from watchkeep.kernel.pages import keyset


def found(request: Request, number: str) -> Article:
    """The article that an address means, with what its page shows."""
    rows = Article.objects.visible_to(request.actor).select_related("owner", "reviewer", "team", "organisation")
    return get_object_or_404(rows.prefetch_related("services", "items", "media"), number=number.upper())


def html(article: Article | None, body: str) -> SafeString:
    """A text of an article as a page shows it."""
    return articles.to_html(article, body, lambda number, pk: reverse("console:article-media", args=[number, pk]))


def show(request: Request, number: str) -> HttpResponse:
    """One article, as readers read it; those who write see the newest words with ``?latest``."""
    article, may_write = found(request, number), request.actor.may(P.WRITE)
    is_latest = may_write and article.has_changes and "latest" in request.GET
    words: Article | Version = article.versions.get(number=article.latest) if is_latest else article
    if article.is_live and not is_latest:
        life.note_view(article, by=request.actor)
    steps = [
        (step, reverse(f"console:article-{step.verb}", args=[article.number]))
        for step in life.open_to(article, request.actor)
    ]
    shown = {
        "article": article, "words": words, "html": html(article, words.body), "is_latest": is_latest,
        "steps": steps, "may_write": may_write,
        "feedback": Feedback.objects.visible_to(request.actor).filter(article=article).exclude(comment="")
        .select_related("person")[:10],
    }  # fmt: skip
    return render(request, "knowledge/article.html", shown)


def history(request: Request, number: str) -> HttpResponse:
    """Every version, the newest first."""
    request.actor.need(P.WRITE, str(_("see earlier versions")))
    article = found(request, number)
    page = keyset(article.versions.select_related("author"), order=("-number",), cursor=request.GET.get("cursor"))
    return render(request, "knowledge/history.html", {"article": article, "page": page})


def compare(request: Request, number: str, version: int) -> HttpResponse:
    """What changed in a version, against the one before it or another (``?against=``)."""
    request.actor.need(P.WRITE, str(_("see earlier versions")))
    article = found(request, number)
    after = get_object_or_404(article.versions.select_related("author"), number=version)
    other = request.GET.get("against", "")
    before = article.versions.filter(number=int(other) if other.isdecimal() and len(other) < 9 else version - 1).first()
    shown = {"article": article, "version": after, "before": before, "parts": queries.differences(before, after)}
    return render(request, "knowledge/compare.html", shown)


def rate(request: Request, number: str) -> HttpResponse:
    """Say whether it helped."""
    article, form = found(request, number), forms.FeedbackForm.asked(request)
    if form.carries(lambda: life.rate(article, by=request.actor, **form.cleaned_data)):
        toast(request, _("Thank you."))
        return redirect("console:article", article.number)
    back = reverse("console:article", args=[article.number])
    return verbs.page(request, form, title=_("Did it help?"), submit=_("Send"), back=back, say=article.title)
