"""Papers of a contract."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.contracts.finding import find
from watchkeep.doors.console.contracts.forms import DocumentForm
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.files import handed_out
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.suppliers import life
from watchkeep.estate.suppliers.models import Document
from watchkeep.estate.suppliers.permissions import P


def add(request: Request, number: str) -> HttpResponse:
    """File a paper."""
    request.actor.need(P.MANAGE_CONTRACTS)
    contract, form = find(request, number), DocumentForm.asked(request)

    def act() -> None:
        file = form.cleaned_data["file"]
        life.add_document(contract, by=request.actor, file=file, name=file.name, declared=file.content_type or "")

    if form.carries(act):
        toast(request, _("Filed."))
        return redirect("console:contract", contract.number)
    back = reverse("console:contract", args=[contract.number])
    return verbs.page(request, form, title=_("File a paper"), submit=_("File it"), back=back)


def show(request: Request, number: str, pk: int) -> HttpResponseBase:
    """Hand a paper out."""
    return handed_out(_found(request, number, pk))


def remove(request: Request, number: str, pk: int) -> HttpResponse:
    """Take a paper away."""
    request.actor.need(P.MANAGE_CONTRACTS)
    document, form = _found(request, number, pk), VerbForm.asked(request)
    if form.carries(lambda: life.remove_document(document, by=request.actor)):
        toast(request, _("Removed."))
        return redirect("console:contract", number)
    title, back = _("Remove %(name)s") % {"name": document.name}, reverse("console:contract", args=[number])
    return verbs.page(request, form, title=title, submit=_("Remove"), back=back, danger=True)


def _found(request: Request, number: str, pk: int) -> Document:
    return get_object_or_404(find(request, number).documents, pk=pk)
