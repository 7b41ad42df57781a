"""The clocks of the law: of one incident, and all that are open."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents.views.going import carry, find
from watchkeep.doors.console.regulations import forms
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.regulations import life, queries
from watchkeep.duty.regulations.models import MORE, Obligation, Report, Wording
from watchkeep.duty.regulations.permissions import P
from watchkeep.kernel.pages import keyset
from watchkeep.work.incidents.models import Incident


def everywhere(request: Request) -> HttpResponse:
    """All reports that have to be made, the most urgent first, and the words with which they begin."""
    request.actor.need(P.SEE, _("see reports to authorities"))
    page = keyset(queries.open_reports(request.actor), order=("due_at", "id"), cursor=request.GET.get("cursor"))
    drawn = {"page": page, "wordings": Wording.objects.all()[:50], "may_word": request.actor.may(P.CONFIGURE)}
    return render(request, "regulations/list.html", drawn)


def wording(request: Request, pk: int) -> HttpResponse:
    """Let a report begin with other words."""
    request.actor.need(P.CONFIGURE, _("change the wording of reports"))
    row = get_object_or_404(Wording, pk=pk)
    form = forms.WordingForm.asked(request, initial={"text": row.text})
    if form.carries(lambda: life.change_wording(row, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:regulations")
    title = f"{row.get_regime_display()}: {row.step.name}"
    return verbs.page(request, form, title=title, submit=_("Save"), back=reverse("console:regulations"), wide=True)


def show(request: Request, number: str) -> HttpResponse:
    """What must be reported of this incident, and who reported what when."""
    incident = _found(request, number)
    drawn = {"incident": incident, "obligations": queries.obligations_of(incident.pk)}
    return render(request, "regulations/page.html", drawn | {"may_work": request.actor.may(P.WORK)})


def start(request: Request, number: str) -> HttpResponse:
    """Say that a law applies, and since when."""
    incident = _found(request, number)
    request.actor.need(P.WORK, _("start a clock of the law"))
    first = {"aware_at": incident.ticket.opened_at, "regime": "nis2"}
    form = forms.StartForm.asked(request, incident=incident, actor=request.actor, initial=first)
    return carry(
        request,
        incident,
        form,
        lambda: life.start(incident.ticket, by=request.actor, **form.cleaned_data),
        _("The clock runs."),
    )


def correct(request: Request, number: str, pk: int) -> HttpResponse:
    """Say better since when."""
    incident, row = _obligation(request, number, pk)
    kept = {name: getattr(row, name) for name in life.CORRECTED}
    form = forms.TimesForm.asked(request, incident=incident, actor=request.actor, initial=kept)
    return carry(
        request, incident, form, lambda: life.correct(row, by=request.actor, **form.cleaned_data), _("Corrected.")
    )


def stop(request: Request, number: str, pk: int) -> HttpResponse:
    """Say why the law does not apply."""
    incident, row = _obligation(request, number, pk)
    form = forms.ReasonForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Stop the clock of %(law)s") % {"law": row.get_regime_display()}, _("Stop it")
    return carry(request, incident, form, lambda: life.stop(row, by=request.actor, **form.cleaned_data), _("Stopped."))


def report(request: Request, number: str, pk: int) -> HttpResponse:
    """Put on record that a report was made."""
    incident, row = _report(request, number, pk)
    first: dict[str, Any] = {"to": row.obligation.authority, "text": queries.draft(row, incident)}
    form = forms.ReportForm.asked(request, incident=incident, actor=request.actor, initial=first)
    form.heading, form.says = f"{row.obligation.get_regime_display()}: {row.step.name}", row.says
    return carry(
        request, incident, form, lambda: life.report(row, by=request.actor, **form.cleaned_data), _("On record.")
    )


def more(request: Request, number: str, pk: int) -> HttpResponse:
    """Put on record that more was told."""
    incident, row = _obligation(request, number, pk)
    step = MORE[row.regime]
    form = forms.ReportForm.asked(request, incident=incident, actor=request.actor, initial={"to": row.authority})
    form.heading, form.says = f"{row.get_regime_display()}: {step.name}", step.says
    return carry(
        request, incident, form, lambda: life.report_more(row, by=request.actor, **form.cleaned_data), _("On record.")
    )


def waive(request: Request, number: str, pk: int) -> HttpResponse:
    """Say why a report is not needed."""
    incident, row = _report(request, number, pk)
    form = forms.ReasonForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Not needed: %(stage)s") % {"stage": row.step.name}, _("It is not needed")
    return carry(request, incident, form, lambda: life.waive(row, by=request.actor, **form.cleaned_data), _("Noted."))


def _found(request: Request, number: str) -> Incident:
    incident = find(request, number)
    request.actor.need(P.SEE, _("see reports to authorities"))
    return incident


def _obligation(request: Request, number: str, pk: int) -> tuple[Incident, Obligation]:
    incident = _found(request, number)
    request.actor.need(P.WORK, _("change a clock of the law"))
    return incident, get_object_or_404(Obligation.objects.select_related("ticket"), ticket=incident.pk, pk=pk)


def _report(request: Request, number: str, pk: int) -> tuple[Incident, Report]:
    incident = _found(request, number)
    request.actor.need(P.WORK, _("report to an authority"))
    rows = Report.objects.select_related("obligation__ticket")
    return incident, get_object_or_404(rows, obligation__ticket=incident.pk, pk=pk)
