"""Audiences, texts, and which customers use a service."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.communications.forms import AudienceForm, CustomersForm, TemplateForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.communications import life, queries
from watchkeep.duty.communications.models import Audience, Template
from watchkeep.duty.communications.permissions import P
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.permissions import P as Services
from watchkeep.kernel.pages import keyset


def audiences(request: Request) -> HttpResponse:
    """Who is told together."""
    request.actor.need(P.CONFIGURE, _("see audiences"))
    page = keyset(queries.audiences(request.actor), order=("name", "id"), cursor=request.GET.get("cursor"))
    return render(request, "communications/audiences.html", {"page": page})


def add_audience(request: Request) -> HttpResponse:
    """Make an audience."""
    request.actor.need(P.CONFIGURE, _("add audiences"))
    return _audience(request, AudienceForm.asked(request), None)


def change_audience(request: Request, pk: int) -> HttpResponse:
    """Change an audience."""
    request.actor.need(P.CONFIGURE, _("change audiences"))
    found = get_object_or_404(Audience, pk=pk)
    return _audience(request, AudienceForm.asked(request, initial=AudienceForm.filled(found)), found)


def templates(request: Request) -> HttpResponse:
    """The words for each moment."""
    request.actor.need(P.CONFIGURE, _("see texts"))
    page = keyset(queries.templates(request.actor), order=("phase", "id"), cursor=request.GET.get("cursor"))
    return render(request, "communications/templates.html", {"page": page})


def add_template(request: Request) -> HttpResponse:
    """Write words for a moment."""
    request.actor.need(P.CONFIGURE, _("write texts"))
    return _template(request, TemplateForm.asked(request), None)


def change_template(request: Request, pk: int) -> HttpResponse:
    """Change words."""
    request.actor.need(P.CONFIGURE, _("change texts"))
    found = get_object_or_404(Template, pk=pk)
    return _template(request, TemplateForm.asked(request, initial=TemplateForm.filled(found)), found)


@require_POST
def remove_template(request: Request, pk: int) -> HttpResponse:
    """Take words away."""
    life.remove_template(get_object_or_404(Template, pk=pk), by=request.actor)
    toast(request, _("Taken away. Broader words hold."))
    return redirect("console:message-templates")


def customers(request: Request, slug: str) -> HttpResponse:
    """Say which customers use a service."""
    service = get_object_or_404(Service.objects.visible_to(request.actor), slug=slug)
    request.actor.need(Services.MANAGE, _("say who uses a service"))
    form = CustomersForm.asked(request, initial={"organisations": queries.users_of(service)})
    if form.carries(lambda: life.set_uses(service, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved. They are told when it fails."))
        return redirect("console:service", slug)
    back = reverse("console:service", args=[slug])
    return verbs.page(request, form, title=_("Customers who use it"), submit=_("Save"), back=back)


def _audience(request: Request, form: AudienceForm, found: Audience | None) -> HttpResponse:
    if form.carries(lambda: life.save_audience(found, by=request.actor, **form.asked_for)):
        toast(request, _("Saved."))
        return redirect("console:audiences")
    title = _("Change %(name)s") % {"name": found} if found else _("New audience")
    return verbs.page(request, form, title=title, submit=_("Save"), back=reverse("console:audiences"))


def _template(request: Request, form: TemplateForm, found: Template | None) -> HttpResponse:
    """Keep it, or with ``try`` show how it reads, filled with samples or from an incident."""
    shown: list[tuple[str, str]] = []
    if "try" in request.POST:
        form.carries(lambda: shown.append(form.tried_on(request.actor)))
    elif form.carries(lambda: life.save_template(found, by=request.actor, **form.asked_for)):
        toast(request, _("Saved."))
        return redirect("console:message-templates")
    on = form.cleaned_data["incident"].upper() if shown else ""
    words = {"form": form, "template": found, "shown": shown[0] if shown else None, "on": on, "names": _names(found)}
    return render(request, "communications/template.html", words, status=form.status)


def _names(template: Template | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """The names that a text may hold, each with what it may become."""
    language = template.language if template else "en"
    shared = queries.names_for(is_outside=True, language=language)
    every = queries.names_for(is_outside=False, language=language)
    internal = [(name, sample) for name, sample in every.items() if name not in shared]
    return [(_("On both sides"), list(shared.items())), (_("Inside the house alone"), internal)]
