"""An article as its readers see it, and what they say of it."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.ui import articles
from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.knowledge import life as knowledge
from watchkeep.estate.knowledge.models import Article
from watchkeep.work.selfservice import life


def show(request: Request, number: str) -> HttpResponse:
    """Read it."""
    article = get_object_or_404(Article.objects.visible_to(request.actor).live(), number=number)
    life.read(article, by=request.actor)
    body = articles.to_html(
        article, article.body, lambda number, pk: reverse("portal:article-media", args=[number, pk])
    )
    shown = {"article": article, "body": body, "asks_why": "why" in request.GET}
    return render(request, "portal/article.html", shown)


def media(request: Request, number: str, pk: int) -> HttpResponseBase:
    """A picture or video that it shows."""
    return articles.hand_out(request, request.actor, number, pk)


@require_POST
def say(request: Request, number: str) -> HttpResponse:
    """It helped, or it did not and why."""
    article = get_object_or_404(Article.objects.visible_to(request.actor).live(), number=number)
    if request.POST.get("helped") == "yes":
        life.solved(article, by=request.actor)
        toast(request, _("Good to hear. Thank you."))
        return redirect("portal:home")
    comment = request.POST.get("comment", "").strip()[:2000]
    knowledge.rate(article, by=request.actor, is_helpful=False, comment=comment)
    toast(request, _("Thank you. Whoever looks after this article reads it."))
    return redirect("portal:article", number)
