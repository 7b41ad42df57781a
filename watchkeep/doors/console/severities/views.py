"""The severities: read by everybody who works here, defined by an administrator."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.severities.forms import SeverityForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people import queries as people
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import SeverityDefinition
from watchkeep.work.incidents.permissions import P
from watchkeep.work.tickets.permissions import P as Tickets


def severities(request: Request) -> HttpResponse:
    """What each means, with examples, what it demands and whose roles may declare it."""
    request.actor.need(Tickets.SEE, _("see the severities"))
    roles = {value: people.roles_with(value) for value in SeverityDefinition.Declarer.values}
    rows = [(one, roles[one.permission]) for one in SeverityDefinition.objects.all()]
    drawn = {"rows": rows, "may_define": request.actor.may(P.CONFIGURE)}
    return render(request, "severities/list.html", drawn)


def edit(request: Request, level: int) -> HttpResponse:
    """Say it in the words of this organisation."""
    request.actor.need(P.CONFIGURE, _("define severities"))
    one = get_object_or_404(SeverityDefinition, level=level)
    form = SeverityForm.asked(request, initial={name: getattr(one, name) for name in SeverityForm.base_fields})
    if form.carries(lambda: life.define_severity(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:severities")
    return verbs.page(request, form, title=f"SEV{level}", submit=_("Save"), back=reverse("console:severities"))
