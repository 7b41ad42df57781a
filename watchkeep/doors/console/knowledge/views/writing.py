"""Writing: words with a preview, what is known beside them, and the steps of an article's life."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.console.knowledge import forms
from watchkeep.doors.console.knowledge.views.reading import found, html
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.knowledge import life
from watchkeep.estate.knowledge.models import Article
from watchkeep.estate.knowledge.permissions import P


def new(request: Request) -> HttpResponse:
    """Begin an article, from a template or an empty page."""
    request.actor.need(P.WRITE, str(_("write articles")))
    form, made = forms.NewForm.asked(request), list[Article]()

    def act() -> None:
        title, template = form.cleaned_data["title"], form.cleaned_data["template"]
        write = life.write if template is None else lambda **given: life.write_from(template, **given)
        made.append(write(by=request.actor, title=title))

    if form.carries(act):
        return redirect("console:article-words", made[0].number)
    back = reverse("console:articles")
    return verbs.page(request, form, title=_("New article"), submit=_("Begin"), back=back)


def words(request: Request, number: str) -> HttpResponse:
    """Write; a press on “Preview” saves nothing."""
    request.actor.need(P.WRITE, str(_("write articles")))
    article = found(request, number)
    newest = article.versions.get(number=article.latest)
    known = {name: getattr(newest, name) for name in life.TEXTS} | {"seen": article.latest}
    form = forms.WordsForm.asked(request, initial=known)
    is_preview = request.method == "POST" and "preview" in request.POST
    if not is_preview and form.carries(lambda: life.edit(article, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."), clears=f"{article.number}:words")
        return redirect(f"{reverse('console:article', args=[article.number])}?latest")
    body = form.data.get("body", "") if form.is_bound else newest.body
    shown = {"article": article, "form": form, "html": html(article, body), "is_preview": is_preview}
    return render(request, "knowledge/words.html", shown, status=form.status)


@require_POST
def preview(request: Request) -> HttpResponse:
    """The words in the editor as a page will show them."""
    request.actor.need(P.WRITE, str(_("write articles")))
    rows = Article.objects.visible_to(request.actor).prefetch_related("media")
    article = rows.filter(number=request.POST.get("number", "")[:20]).first()
    drawn = html(article, request.POST.get("body", "")[:100_000])
    return render(request, "knowledge/preview.html", {"html": drawn})


def known(request: Request, number: str) -> HttpResponse:
    """Say for whom it is, what it is about and who looks after it."""
    request.actor.need(P.WRITE, str(_("write articles")))
    article = found(request, number)
    plain = ("kind", "audience", "language", "organisation", "team", "owner", "reviewer")
    first: dict[str, Any] = {name: getattr(article, name) for name in plain}
    first |= {"tags": " ".join(article.tags), "severities": [str(one) for one in article.severities]}
    first |= {name: getattr(article, name).all() for name in ("services", "items")}
    form = forms.KnownForm.asked(request, initial=first, actor=request.actor, article=article)
    if form.carries(lambda: life.edit(article, by=request.actor, **form.cleaned_data)):
        return _done(request, article)
    back = reverse("console:article", args=[article.number])
    return verbs.page(request, form, title=_("About this article"), submit=_("Save"), back=back, say=article.title)


def restore(request: Request, number: str, version: int) -> HttpResponse:
    """Make an earlier version the newest."""
    article, form = found(request, number), VerbForm.asked(request)
    request.actor.need(P.WRITE, str(_("write articles")))
    earlier = get_object_or_404(article.versions, number=version)
    if form.carries(lambda: life.restore(article, by=request.actor, version=earlier)):
        return _done(request, article)
    title = _("Take version %(number)s again") % {"number": version}
    back = reverse("console:article-history", args=[article.number])
    return verbs.page(request, form, title=title, submit=_("Take it again"), back=back, say=earlier.title)


STEPS: dict[str, tuple[type[VerbForm], Callable[..., None], Any]] = {
    "submit": (VerbForm, life.submit, _("Ask for review")),
    "propose": (VerbForm, life.submit, _("Ask for review of the changes")),
    "return_": (ReasonForm, life.return_, _("Send back")),
    "decline": (ReasonForm, life.return_, _("Send the changes back")),
    "publish": (VerbForm, life.publish, _("Publish")),
    "confirm": (VerbForm, life.confirm, _("Still right")),
    "propose_retirement": (ReasonForm, life.propose_retirement, _("Propose to retire")),
    "keep": (VerbForm, life.keep, _("Keep it")),
    "retire": (ReasonForm, life.retire, _("Retire")),
    "drop": (ReasonForm, life.retire, _("Drop the draft")),
    "revive": (VerbForm, life.revive, _("Publish again")),
    "reopen": (VerbForm, life.revive, _("Take up again")),
}


def step(request: Request, number: str, verb: str) -> HttpResponse:
    """Take a step of its life."""
    article = found(request, number)
    kind, act, title = STEPS[verb]
    form = kind.asked(request)
    if form.carries(lambda: act(article, by=request.actor, **form.cleaned_data)):
        return _done(request, article)
    back = reverse("console:article", args=[article.number])
    return verbs.page(request, form, title=title, submit=title, back=back, say=article.title)


def _done(request: Request, article: Article) -> HttpResponse:
    toast(request, _("Done."))
    return redirect("console:article", article.number)
