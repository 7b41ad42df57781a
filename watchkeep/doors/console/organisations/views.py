"""Pages on organisations."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.organisations.forms import OrganisationForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Organisation
from watchkeep.estate.people.permissions import P
from watchkeep.kernel.pages import keyset


def organisations(request: Request) -> HttpResponse:
    """All organisations that the reader may see."""
    rows = Organisation.objects.visible_to(request.actor).annotate(size=Count("people"))
    page = keyset(rows, order=("name",), cursor=request.GET.get("cursor"))
    return render(request, "organisations/list.html", {"page": page})


def add(request: Request) -> HttpResponse:
    """Get to know an organisation."""
    request.actor.need(P.ORGANISATIONS)
    form = OrganisationForm.asked(request, initial={"kind": Organisation.Kind.CUSTOMER})
    if form.carries(lambda: life.add_organisation(by=request.actor, **form.cleaned_data)):
        toast(request, _("The organisation is there."))
        return redirect("console:organisations")
    back = reverse("console:organisations")
    return verbs.page(request, form, title=_("New organisation"), submit=_("Add"), back=back)


def edit(request: Request, pk: int) -> HttpResponse:
    """Correct what is known of an organisation."""
    request.actor.need(P.ORGANISATIONS)
    one = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    kept = {
        "name": one.name, "kind": one.kind, "domains": ", ".join(one.domains), "shares_tickets": one.shares_tickets,
    }  # fmt: skip
    form = OrganisationForm.asked(request, initial=kept)
    if form.carries(lambda: life.edit_organisation(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:organisations")
    back = reverse("console:organisations")
    return verbs.page(request, form, title=_("Edit %(name)s") % {"name": one.name}, submit=_("Save"), back=back)
