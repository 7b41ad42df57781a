"""Where a procedure applies: tied, tried beforehand, untied."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.procedures import fitting
from watchkeep.doors.console.procedures.forms.ties import WAYS
from watchkeep.doors.console.procedures.views import finding
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.automation import life
from watchkeep.duty.automation.permissions import P


def tie(request: Request, slug: str, way: str) -> HttpResponse:
    """Say where it applies; ``preview`` shows what that would fit and saves nothing."""
    found = finding.procedure(request, slug)
    request.actor.need(P.WRITE, _("write runbooks and workflows"))
    if way not in WAYS:
        raise Http404
    form = WAYS[way].asked(request)
    if "preview" in request.POST:
        return _preview(request, {"procedure": found, "form": form, "way": way})
    if form.carries(lambda: life.tie(found, by=request.actor, **form.cleaned_data)):
        toast(request, _("It is offered there from now on."))
        return redirect("console:procedure", slug)
    return render(request, "procedures/tie.html", {"procedure": found, "form": form, "way": way}, status=form.status)


@require_POST
def untie(request: Request, slug: str, pk: int) -> HttpResponse:
    """It does not apply there any more."""
    found = finding.procedure(request, slug)
    life.untie(get_object_or_404(found.ties, pk=pk), by=request.actor)
    toast(request, _("It is no longer offered there."))
    return redirect("console:procedure", slug)


def _preview(request: Request, seen: dict[str, object]) -> HttpResponse:
    form = seen["form"]
    assert isinstance(form, VerbForm)  # noqa: S101  # the caller says so
    found: list[fitting.Fits] = []
    form.carries(lambda: found.append(fitting.preview(request.actor, **form.cleaned_data)))
    return render(request, "procedures/tie.html", {**seen, "fits": found[0] if found else None}, status=form.status)
