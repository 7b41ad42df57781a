"""What reviews of changes ask."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.verdicts.forms import QuestionForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.insight.verdicts import life
from watchkeep.insight.verdicts.models import Question
from watchkeep.insight.verdicts.permissions import P

MOST = 200


def questions(request: Request) -> HttpResponse:
    """All of them, in the order in which they are asked."""
    request.actor.need(P.CONFIGURE, _("set up reviews of changes"))
    return render(request, "verdicts/questions.html", {"questions": Question.objects.all()[:MOST]})


def add(request: Request) -> HttpResponse:
    """Ask one thing more."""
    return _ask(request, Question(), _("New question"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Ask it otherwise, or no longer."""
    request.actor.need(P.CONFIGURE, _("set up reviews of changes"))
    return _ask(request, get_object_or_404(Question, pk=pk), _("Edit the question"))


def _ask(request: Request, question: Question, title: str) -> HttpResponse:
    request.actor.need(P.CONFIGURE, _("set up reviews of changes"))
    known = {name: getattr(question, name) for name in ("text", "when", "position", "is_active")}
    form = QuestionForm.asked(request, initial=known)
    if form.carries(lambda: life.save_question(question, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved. Reviews that are asked for from now on ask it so."))
        return redirect("console:change-questions")
    return verbs.page(request, form, title=title, submit=_("Save"), back=reverse("console:change-questions"))
