"""The response of one incident: who is what, and which plan holds."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents.views.going import carry, find
from watchkeep.doors.console.response.forms import GiveForm, SeenForm
from watchkeep.duty.response import life, queries
from watchkeep.duty.response.models import Response, Role
from watchkeep.duty.response.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.work.incidents.models import Incident


def show(request: Request, number: str) -> HttpResponse:
    """The plan as it was copied, field by field, and who had which role from when to when."""
    incident, response = _found(request, number)
    drawn = {
        "incident": incident,
        "response": response,
        "lines": queries.explain_copy(response.demands),
        "tenures": queries.tenures(incident.pk),
    }
    return render(request, "response/copy.html", drawn)


@require_POST
def take(request: Request, number: str, slug: str) -> HttpResponse:
    """Be this from now on."""
    incident, response = _found(request, number)
    role = get_object_or_404(Role, slug=slug)
    form = SeenForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = role.name, _("Take it")
    said = _("You are %(role)s.") % {"role": role.name}
    return carry(
        request, incident, form, lambda: life.take(response, role, by=request.actor, **form.cleaned_data), said
    )


def give(request: Request, number: str, slug: str) -> HttpResponse:
    """Hand a role over."""
    incident, response = _found(request, number)
    role = get_object_or_404(Role, slug=slug)
    form = GiveForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.says = _("Hand over: %(role)s") % {"role": role.name}, role.duties
    form.near = _near(incident, response)
    return carry(
        request,
        incident,
        form,
        lambda: life.give(response, role, by=request.actor, **form.cleaned_data),
        _("Handed over."),
        template="response/give.html",
    )


@require_POST
def leave(request: Request, number: str, slug: str) -> HttpResponse:
    """Give a role up."""
    incident, response = _found(request, number)
    role = get_object_or_404(Role, slug=slug)
    form = SeenForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = role.name, _("Leave it")
    said = _("Nobody is %(role)s now.") % {"role": role.name}
    return carry(
        request, incident, form, lambda: life.leave(response, role, by=request.actor, **form.cleaned_data), said
    )


def _found(request: Request, number: str) -> tuple[Incident, Response]:
    incident = find(request, number)
    response = Response.objects.filter(ticket=incident.pk).first() if request.actor.may(P.SEE) else None
    if response is None:
        raise Http404
    return incident, response


def _near(incident: Incident, response: Response) -> list[Person]:
    """Those who are at it already, and the team."""
    ticket, people = incident.ticket, Person.objects.active()
    at_it = people.filter(pk__in=response.seats.filter(holder__isnull=False).values("holder"))
    team = people.filter(memberships__team=ticket.team_id or 0).order_by("name")[:8]
    found = {person.pk: person for person in (*filter(None, [ticket.assignee]), *at_it, *team)}
    return list(found.values())[:8]
