"""Files of orders and invoices: handed in, looked at, taken in; what was refused can be fetched."""

import csv
from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.orders.forms import UploadForm
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.purchasing import life
from watchkeep.estate.purchasing.life import FIELDS, Looked
from watchkeep.estate.purchasing.models import Upload
from watchkeep.estate.purchasing.permissions import P
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.tables import harmless

MOST_SHOWN = 100
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
        made.append(life.upload(by=request.actor, kind=kind, name=file.name, raw=file.read(3_000_000)))

    if form.carries(act):
        return redirect("console:order-upload", made[0].pk)
    title, back = _("Orders from a file"), reverse("console:orders")
    return verbs.page(request, form, title=title, submit=_("Look at it"), back=back)


def show(request: Request, pk: int) -> HttpResponse:
    """What would become of each line, or what has."""
    request.actor.need(P.MANAGE)
    upload = _found(request, pk)
    looked, no, status = Looked(life.header_of(upload)), "", 200
    try:
        if request.method == "POST":
            mapping = {name: request.POST.get(name, "") for name in FIELDS[upload.kind]}
            life.map_columns(upload, by=request.actor, mapping=mapping)
        if not upload.done_at:
            looked = life.look(upload, by=request.actor)
    except Refused as refused:
        no, status = refused.message, 422 if request.method == "POST" else 200
    drawn = {
        "upload": upload, "looked": looked, "no": no, "header": looked.header,
        "fields": [(name, LABELS[name], upload.mapping.get(name, "")) for name in FIELDS[upload.kind]],
        "refused": (upload.refused if upload.done_at else looked.refused)[:MOST_SHOWN],
    }  # fmt: skip
    return render(request, "orders/upload.html", drawn, status=status)


@require_POST
def take_in(request: Request, pk: int) -> HttpResponse:
    """Take in what can be."""
    request.actor.need(P.MANAGE)
    upload = _found(request, pk)
    looked = life.take_in(upload, by=request.actor)
    toast(request, _("%(made)s taken in, %(refused)s refused.") % {"made": looked.made, "refused": len(looked.refused)})
    return redirect("console:order-upload", pk)


def refused(request: Request, pk: int) -> HttpResponse:
    """The lines that were refused, with the reasons, to be set right and handed in again."""
    upload = _found(request, pk)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="refused-{upload.pk}.csv"'
    written = csv.writer(answer)
    header, lines = life.lines_of(upload)
    written.writerow([*header, "refused because"])
    for number, why in upload.refused:
        written.writerow([harmless(cell) for cell in (*lines[number - 2], why)])
    return answer


def _found(request: Request, pk: int) -> Upload:
    return get_object_or_404(Upload.objects.visible_to(request.actor), pk=pk)
