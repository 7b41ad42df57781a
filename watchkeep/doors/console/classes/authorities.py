"""Whose word counts: the rules, and what they come to for one attribute of one class."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.classes import reading
from watchkeep.doors.console.classes.forms import AuthorityForm, ExplainForm, attribute_choices
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.permissions import P


def authorities(request: Request) -> HttpResponse:
    """Every rule in plain words; and, when it is asked, which one decides and what follows."""
    request.actor.need(P.SEE, _("see items"))
    form = ExplainForm(request.GET) if "cls" in request.GET else ExplainForm()
    names, called = queries.source_names(), dict(attribute_choices())
    rules = [
        (one, called.get(one.attribute, one.attribute), reading.said(one.order, names))
        for one in queries.authorities(request.actor)
    ]
    words = {"rules": rules, "form": form, "governs": request.actor.may(P.GOVERN), "answer": _answer(form, called)}
    return render(request, "classes/authorities.html", words)


def add(request: Request) -> HttpResponse:
    """Say whose word counts, or say it otherwise: of each question there is one rule."""
    request.actor.need(P.GOVERN, _("say whose word counts"))
    form = AuthorityForm.asked(request, initial=_known(request))
    if form.carries(lambda: life.set_authority(by=request.actor, **form.asked_for())):
        toast(request, _("Saved. Where several sources speak, items are looked at again."))
        return redirect("console:authorities")
    return verbs.page(request, form, title=_("Whose word counts"), submit=_("Save"), back=_back())


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Let the rule above it hold."""
    life.remove_authority(get_object_or_404(queries.authorities(request.actor), pk=pk), by=request.actor)
    toast(request, _("The rule above it holds. Where several sources speak, items are looked at again."))
    return redirect("console:authorities")


def _known(request: Request) -> dict[str, Any]:
    """What the form of a rule that is there begins with."""
    asked = request.GET.get("rule", "")
    is_one = asked.isascii() and asked.isdigit() and len(asked) < 18
    rule = queries.authorities(request.actor).filter(pk=int(asked)).first() if is_one else None
    return AuthorityForm.known(rule) if rule else {}


def _answer(form: ExplainForm, called: dict[str, Any]) -> dict[str, Any] | None:
    if not form.is_bound or not form.is_valid():
        return None
    cls, name = form.cleaned_data["cls"], form.cleaned_data["attribute"]
    rule = queries.authority_for(cls, name)
    return {"cls": cls, "attribute": called[name], "rule": rule, "words": reading.word_for(cls, name)}


def _back() -> str:
    return reverse("console:authorities")
