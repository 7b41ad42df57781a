"""The draft of the next edition: looked at, published, thrown away, or begun from an earlier one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.catalogue.views import finding
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.requests import life, queries


def draft(request: Request, pk: int) -> HttpResponse:
    """The draft, or what is offered while nobody has begun one."""
    found = finding.to_change(request, pk)
    edition = queries.newest(found)
    seen = {"item": found, "edition": edition, "rule": queries.rule_of(edition) if edition else []}
    return render(request, "catalogue/draft.html", seen | {"conditions": queries.words_of(edition) if edition else {}})


def publish(request: Request, pk: int) -> HttpResponse:
    """Offer the draft from now on."""
    found, form = finding.to_change(request, pk), VerbForm.asked(request)
    if form.carries(lambda: life.publish_edition(found, by=request.actor)):
        toast(request, _("Published. Requests that run keep the edition under which they were asked for."))
        return redirect("console:catalogue-item", pk)
    say = _("Who orders from now on is asked and charged as the draft says.")
    return verbs.page(request, form, title=_("Publish the draft"), submit=_("Publish"), back=back_to(pk), say=say)


def discard(request: Request, pk: int) -> HttpResponse:
    """Throw the draft away."""
    found, form = finding.to_change(request, pk), VerbForm.asked(request)
    if form.carries(lambda: life.drop_draft(found, by=request.actor)):
        toast(request, _("Thrown away."))
        return redirect("console:catalogue-item", pk)
    title, submit = _("Throw the draft away?"), _("Throw away")
    return verbs.page(request, form, title=title, submit=submit, back=back_to(pk), danger=True)


@require_POST
def restore(request: Request, pk: int, number: int) -> HttpResponse:
    """Take an earlier edition up again, as the draft."""
    life.restore_edition(finding.to_change(request, pk), by=request.actor, number=number)
    toast(request, _("It is the draft now. Look at it, then publish it."))
    return redirect("console:catalogue-draft", pk)


def back_to(pk: int) -> str:
    """Where the draft is written."""
    return reverse("console:catalogue-draft", args=[pk])
