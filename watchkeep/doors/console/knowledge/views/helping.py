"""Articles beside work: offered while a ticket is written, and said to have helped."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.knowledge import queries
from watchkeep.estate.knowledge.models import Article
from watchkeep.insight.capture import life
from watchkeep.work.tickets.models import Ticket

SHORTEST = 8
"""From how many letters on words say something."""


def suggest(request: Request) -> HttpResponse:
    """What may help whoever writes this, as a piece of a page; empty when nothing fits well."""
    text = " ".join(request.GET.get(name, "")[:1000] for name in ("title", "description")).strip()
    service = request.GET.get("service", "")
    number = int(service) if service.isdecimal() and len(service) < 10 else None
    found = queries.suggest(request.actor, text, service=number) if len(text) >= SHORTEST else []
    return render(request, "knowledge/suggested.html", {"found": found})


@require_POST
def use(request: Request, number: str, article: str) -> HttpResponse:
    """Say that an article helped with an incident."""
    return _say(request, number, article, life.use)


@require_POST
def unuse(request: Request, number: str, article: str) -> HttpResponse:
    """Say that it did not help after all."""
    return _say(request, number, article, life.unuse)


def _say(request: Request, number: str, article: str, act: Callable[..., None]) -> HttpResponse:
    ticket = get_object_or_404(Ticket.objects.visible_to(request.actor).incidents(), number=number.upper())
    found = get_object_or_404(Article.objects.visible_to(request.actor), number=article.upper())
    act(ticket, by=request.actor, article=found)
    toast(request, _("Noted."))
    return redirect("console:incident", ticket.number)
