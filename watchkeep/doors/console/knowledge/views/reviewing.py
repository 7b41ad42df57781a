"""The inbox of whoever looks after articles, and what to write next."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.console.knowledge import forms
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.knowledge import life
from watchkeep.estate.knowledge.models import Article, Feedback, Gap, State
from watchkeep.estate.knowledge.permissions import P
from watchkeep.insight.capture import life as capturing
from watchkeep.insight.capture import queries as capture
from watchkeep.kernel.pages import keyset
from watchkeep.work.incidents.models import Incident

MOST = 50


def inbox(request: Request) -> HttpResponse:
    """What waits: words to agree to, articles that may be wrong, readers' words."""
    request.actor.need(P.WRITE, str(_("look after articles")))
    rows = Article.objects.visible_to(request.actor).select_related("owner", "reviewer", "team")
    shown = {
        "to_review": rows.to_review()[:MOST],
        "doubtful": rows.doubtful().order_by("review_due_at", "id")[:MOST],
        "captured": rows.filter(state=State.DRAFT).exclude(source="").order_by("-id")[:MOST],
        "feedback": Feedback.objects.visible_to(request.actor).open().select_related("article", "person")[:MOST],
        "me": request.user.pk,
    }
    return render(request, "knowledge/inbox.html", shown)


def gaps(request: Request) -> HttpResponse:
    """What people looked for and did not find, the most asked first."""
    request.actor.need(P.WRITE, str(_("look after articles")))
    rows = Gap.objects.visible_to(request.actor).open()
    page = keyset(rows, order=("-count", "-id"), cursor=request.GET.get("cursor"))
    return render(request, "knowledge/gaps.html", {"page": page, "recurring": capture.recurring(request.actor)})


def write_recurring(request: Request, number: str) -> HttpResponse:
    """Begin to write about a fault that comes back."""
    request.actor.need(P.WRITE, str(_("write articles")))
    rows = Incident.objects.visible_to(request.actor).select_related("ticket__service", "ticket__team")
    incident, form, made = get_object_or_404(rows, ticket__number=number.upper()), VerbForm.asked(request), []
    if form.carries(lambda: made.append(capturing.write_about(incident, by=request.actor))):
        return redirect("console:article-words", made[0].number)
    back = reverse("console:article-gaps")
    return verbs.page(request, form, title=incident.ticket.title, submit=_("Write it"), back=back)


def take_gap(request: Request, pk: int) -> HttpResponse:
    """Begin to write it."""
    gap, form, made = get_object_or_404(Gap.objects.visible_to(request.actor), pk=pk), VerbForm.asked(request), []
    if form.carries(lambda: made.append(life.take_gap(gap, by=request.actor))):
        return redirect("console:article-words", made[0].number)
    back = reverse("console:article-gaps")
    return verbs.page(request, form, title=gap.words, submit=_("Write it"), back=back)


def dismiss_gap(request: Request, pk: int) -> HttpResponse:
    """Decide that nobody needs to write it."""
    gap, form = get_object_or_404(Gap.objects.visible_to(request.actor), pk=pk), ReasonForm.asked(request)
    return _settle(
        request, form, lambda: life.dismiss_gap(gap, by=request.actor, **form.cleaned_data), gap.words,
        _("Not needed"), "console:article-gaps",
    )  # fmt: skip


def answer(request: Request, pk: int) -> HttpResponse:
    """Say what was done about a reader's word."""
    feedback = get_object_or_404(Feedback.objects.visible_to(request.actor).select_related("article"), pk=pk)
    form = forms.AnswerForm.asked(request)
    return _settle(
        request, form, lambda: life.answer(feedback, by=request.actor, **form.cleaned_data), feedback.article.title,
        _("Answer"), "console:article-inbox", say=feedback.comment,
    )  # fmt: skip


def _settle(  # noqa: PLR0913, PLR0917  # what a page of a verb shows
    request: Request, form: VerbForm, act: Callable[[], object], title: Any, submit: Any, back: str, say: Any = ""
) -> HttpResponse:
    if form.carries(act):
        toast(request, _("Done."))
        return redirect(back)
    return verbs.page(request, form, title=title, submit=submit, back=reverse(back), say=say)
