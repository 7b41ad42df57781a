"""The matrix and the thresholds: what is in force, what is tried, what it would have meant, and the switch."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.priority import forms
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel import clock
from watchkeep.work.incidents import life, queries
from watchkeep.work.incidents.models import MatrixCell, ScalesDraft
from watchkeep.work.incidents.permissions import P

QUARTER = timedelta(days=91)


def scales(request: Request) -> HttpResponse:
    """What is in force; and beside a draft, how the last quarter would have been with it."""
    request.actor.need(P.CONFIGURE, _("see the matrix"))
    draft = ScalesDraft.current()
    drawn: dict[str, Any] = {"draft": draft, "in_force": forms.rows(MatrixCell.in_force()), "named": forms.named()}
    drawn["urgencies"] = list(forms.URGENCIES.values())
    if draft:
        now, below = clock.now(), request.GET.get("below", "")
        page = int(below) if below.isascii() and below.isdigit() and len(below) < 18 else None
        found = queries.replay(draft.cells, draft.thresholds, since=now - QUARTER, until=now, below=page)
        drawn |= {"replay": found, "changes": life.changes_of(draft), "drafted": forms.rows(draft.cells)}
    return render(request, "priority/scales.html", drawn)


def draft(request: Request) -> HttpResponse:
    """Try another matrix and other thresholds."""
    request.actor.need(P.CONFIGURE, _("change the matrix"))
    form = forms.ScalesForm.asked(request, initial=forms.standing(ScalesDraft.current()))
    if form.carries(lambda: life.draft_scales(by=request.actor, **form.drafted())):
        toast(request, _("Kept as a draft. Nothing follows from it until it is switched on."))
        return redirect("console:scales")
    return render(request, "priority/draft.html", {"form": form}, status=form.status)


@require_POST
def switch(request: Request) -> HttpResponse:
    """Put the draft in force."""
    life.switch_scales(by=request.actor)
    toast(request, _("In force. Running incidents follow when they are next looked at."))
    return redirect("console:scales")


@require_POST
def drop(request: Request) -> HttpResponse:
    """Try it no longer."""
    life.drop_draft(by=request.actor)
    toast(request, _("The draft is gone."))
    return redirect("console:scales")
