"""An article as its readers see it, and what they say of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.knowledge import life as knowledge
from watchkeep.estate.knowledge.models import Article
from watchkeep.kernel import markdown
from watchkeep.work.selfservice import life


def show(request: Request, number: str) -> HttpResponse:
    """Read it."""
    article = get_object_or_404(Article.objects.visible_to(request.actor).live(), number=number)
    life.read(article, by=request.actor)
    return render(
        request,
        "portal/article.html",
        {"article": article, "body": markdown.to_html(article.body), "asks_why": "why" in request.GET},
    )


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
