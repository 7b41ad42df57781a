"""What is affected, why the priority is what it is, and people's word on it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents import forms
from watchkeep.doors.console.incidents.views.going import carry, find, undo_at
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.queries import Hit
from watchkeep.kernel import clock
from watchkeep.work.incidents import life, queries
from watchkeep.work.incidents.models import AffectedService, Incident
from watchkeep.work.incidents.permissions import P
from watchkeep.work.tickets.permissions import P as Tickets

LATEST = 30


def impact(request: Request, number: str) -> HttpResponse:
    """Open the figures down to the services that made them."""
    incident = find(request, number)
    request.actor.need(Tickets.SEE, "see what is affected")
    picture = queries.picture(incident, queries.assessment_of(incident), incident.restored_at or clock.now())
    rows = {row.service_id: row for row in picture.rows}
    hits = [(hit, _because(incident, hit, rows.get(hit.service.pk)), rows.get(hit.service.pk)) for hit in
            picture.impact.hits]  # fmt: skip
    drawn = {"incident": incident, "picture": picture, "hits": hits, "may": request.actor.may(P.PRIORITISE)}
    refused = [f"{one['key'].partition(':')[0]}: {one['reason']}" for one in picture.assessment.refused]
    drawn |= {"reckonings": queries.reckonings(incident)[:LATEST], "refused": refused}
    return render(request, "incidents/impact.html", drawn)


def pin(request: Request, number: str) -> HttpResponse:
    """Keep the priority as it is."""
    incident = _judged(request, number, P.PRIORITISE)
    form = forms.PinForm.asked(request, incident=incident, actor=request.actor)
    undo = undo_at("incident-unpin", incident)
    return carry(
        request, incident, form, lambda: life.pin(incident, by=request.actor, **form.cleaned_data), _("Pinned."),
        undo=undo,
    )  # fmt: skip


def unpin(request: Request, number: str) -> HttpResponse:
    """Let it follow again."""
    incident = _judged(request, number, P.PRIORITISE)
    form = forms.PlainForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Unpin the priority"), _("Unpin")
    return carry(request, incident, form, lambda: life.unpin(incident, by=request.actor), _("It follows again."))


def accept(request: Request, number: str) -> HttpResponse:
    """Take the suggestion."""
    incident = _judged(request, number, P.PRIORITISE)
    form = forms.PlainForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Accept the suggestion"), _("Accept")
    return carry(request, incident, form, lambda: life.accept(incident, by=request.actor), _("Accepted."))


def refuse(request: Request, number: str) -> HttpResponse:
    """Refuse the suggestion, or the last change."""
    incident = _judged(request, number, P.PRIORITISE)
    form = forms.RefuseForm.asked(request, incident=incident, actor=request.actor)
    return carry(
        request, incident, form, lambda: life.refuse(incident, by=request.actor, **form.cleaned_data), _("Refused.")
    )


def affect(request: Request, number: str) -> HttpResponse:
    """Say that another service is affected."""
    incident = _judged(request, number, P.PRIORITISE)
    form = forms.AffectForm.asked(request, incident=incident, actor=request.actor)
    return carry(
        request, incident, form, lambda: life.affect(incident, by=request.actor, **form.cleaned_data), _("Added.")
    )


def spare(request: Request, number: str, pk: int) -> HttpResponse:
    """Say that a service is not affected."""
    incident = _judged(request, number, P.PRIORITISE)
    service = get_object_or_404(Service.objects.visible_to(request.actor), pk=pk)
    form = forms.PlainForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Not affected"), _("Not affected")
    undo = undo_at("incident-affect", incident, service=service.pk)
    return carry(
        request, incident, form, lambda: life.spare(incident, by=request.actor, service=service), _("Taken out."),
        undo=undo,
    )  # fmt: skip


def major(request: Request, number: str) -> HttpResponse:
    """Declare a major incident."""
    incident = _judged(request, number, P.DECLARE_MAJOR)
    form = forms.MajorForm.asked(request, incident=incident, actor=request.actor)
    return carry(
        request, incident, form, lambda: life.declare_major(incident, by=request.actor, **form.cleaned_data),
        _("It is a major incident."),
    )  # fmt: skip


def no_major(request: Request, number: str) -> HttpResponse:
    """It is none after all."""
    incident = _judged(request, number, P.DECLARE_MAJOR)
    form = forms.MajorForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("No major incident"), _("Withdraw")
    return carry(
        request, incident, form, lambda: life.withdraw_major(incident, by=request.actor, **form.cleaned_data),
        _("It is no major incident."),
    )  # fmt: skip


def _judged(request: Request, number: str, may: str) -> Incident:
    """The incident, for whoever may judge it: the forms name services that are nobody else's business."""
    incident = find(request, number)
    request.actor.need(may, "judge what is affected")
    return incident


def _because(incident: Incident, hit: Hit, row: AffectedService | None) -> str:
    """Why a service is among those that are hit."""
    if row:
        return str(_("joined by %(how)s")) % {"how": row.get_how_display()}
    if hit.service.pk == incident.ticket.service_id:
        return str(_("what broke"))
    return str(_("depends on it"))
