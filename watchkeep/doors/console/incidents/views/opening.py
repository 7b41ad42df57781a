"""Opening an incident by hand."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents.forms import OpenForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident
from watchkeep.work.incidents.permissions import P


def open_(request: Request) -> HttpResponse:
    """Say what is broken; all else can be worked out."""
    request.actor.need(P.OPEN, "open incidents")
    form = OpenForm.asked(request, actor=request.actor)
    opened: list[Incident] = []
    if form.carries(lambda: opened.append(life.open_(by=request.actor, **form.cleaned_data))):
        toast(request, _("%(number)s is open.") % {"number": opened[0].number}, clears="incident:new")
        return redirect("console:incident", opened[0].number)
    return render(request, "incidents/open.html", {"form": form}, status=form.status)
