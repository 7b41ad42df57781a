"""Files of orders and invoices: handed in, looked at, taken in; what was refused can be fetched."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.orders.forms import UploadForm
from watchkeep.doors.console.uploads import Uploads
from watchkeep.doors.ui.signs import Words
from watchkeep.estate.purchasing import life
from watchkeep.estate.purchasing.models import Upload
from watchkeep.estate.purchasing.permissions import P
from watchkeep.kernel.tables import MOST_BYTES

LABELS: Mapping[str, Words] = {
    "supplier": gettext_lazy("Supplier"), "reference": gettext_lazy("Number of the order"),
    "invoice": gettext_lazy("Number of the invoice"), "ordered_on": gettext_lazy("Ordered on"),
    "expected_on": gettext_lazy("Expected on"), "dated_on": gettext_lazy("Date of the invoice"),
    "name": gettext_lazy("What"), "cls": gettext_lazy("Class"), "manufacturer": gettext_lazy("Manufacturer"),
    "model": gettext_lazy("Model"), "quantity": gettext_lazy("Quantity"), "price": gettext_lazy("Price of one"),
    "amount": gettext_lazy("Amount"), "contract": gettext_lazy("Contract"), "note": gettext_lazy("Note"),
    "cost_centre": gettext_lazy("Cost centre"), "warranty_months": gettext_lazy("Warranty in months"),
    "depreciation_months": gettext_lazy("Written off within, in months"),
}  # fmt: skip


def add(request: Request) -> HttpResponse:
    """Hand a file in."""
    request.actor.need(P.MANAGE)
    form, made = UploadForm.asked(request), list[Upload]()

    def act() -> None:
        kind, file = form.cleaned_data["kind"], form.cleaned_data["file"]
        made.append(life.upload(by=request.actor, kind=kind, name=file.name, raw=file.read(MOST_BYTES + 1)))

    if form.carries(act):
        return redirect("console:order-upload", made[0].pk)
    title, back = _("Orders from a file"), reverse("console:orders")
    return verbs.page(request, form, title=title, submit=_("Look at it"), back=back)


def _leads_back(_upload: Upload) -> tuple[str, str]:
    return reverse("console:orders"), _("Orders")


def _found(request: Request, pk: int) -> Upload:
    request.actor.need(P.MANAGE)
    found: Upload = get_object_or_404(Upload.objects.visible_to(request.actor), pk=pk)
    return found


UPLOADS = Uploads(find=_found, life=life, labels=LABELS, page="console:order-upload", back=_leads_back)
