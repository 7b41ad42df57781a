"""Files of licences and of use: handed in, looked at, taken in; what was refused can be fetched."""

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
from watchkeep.doors.console.licences.forms import UploadForm
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.licences import life
from watchkeep.estate.licences.life import FIELDS, Looked
from watchkeep.estate.licences.models import Product, Upload, UploadKind
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.tables import MOST_BYTES, harmless

MOST_SHOWN = 100
LABELS: Mapping[str, Words] = {
    "name": gettext_lazy("What was bought"), "products": gettext_lazy("Products"), "metric": gettext_lazy("Counted by"),
    "quantity": gettext_lazy("How many"), "starts_on": gettext_lazy("From"), "ends_on": gettext_lazy("Until"),
    "edition": gettext_lazy("Edition"), "price": gettext_lazy("Price of one"), "notes": gettext_lazy("Notes"),
    "price_every": gettext_lazy("The price comes"), "contract": gettext_lazy("Number of the contract"),
    "owner": gettext_lazy("Owner's mail address"), "email": gettext_lazy("Mail address"),
    "used_on": gettext_lazy("Last used"),
}  # fmt: skip


def add(request: Request) -> HttpResponse:
    """Hand in what was bought."""
    request.actor.need(P.MANAGE_ENTITLEMENTS)
    return _handed_in(request, None)


def add_usage(request: Request, pk: int) -> HttpResponse:
    """Hand in whom the vendor of a product saw last when."""
    request.actor.need(P.REPORT)
    return _handed_in(request, get_object_or_404(Product.objects.visible_to(request.actor), pk=pk))


def show(request: Request, pk: int) -> HttpResponse:
    """What would become of each line, or what has."""
    request.actor.need(P.SEE_ENTITLEMENTS)
    upload = _found(request, pk)
    looked, no, status = Looked(), "", 200
    try:
        if request.method == "POST":
            mapping = {name: request.POST.get(name, "") for name in FIELDS[upload.kind]}
            life.map_columns(upload, by=request.actor, mapping=mapping)
        if not upload.done_at:
            looked = life.look(upload, by=request.actor)
    except Refused as refused:
        no, status = refused.message, 422 if request.method == "POST" else 200
    drawn = {
        "upload": upload, "looked": looked, "no": no, "header": life.lines_of(upload)[0], "back": _back(upload.product),
        "fields": [(name, LABELS[name], upload.mapping.get(name, "")) for name in FIELDS[upload.kind]],
        "refused": (upload.refused if upload.done_at else looked.refused)[:MOST_SHOWN],
    }  # fmt: skip
    return render(request, "licences/upload.html", drawn, status=status)


@require_POST
def take_in(request: Request, pk: int) -> HttpResponse:
    """Take in what can be, at one go."""
    request.actor.need(P.SEE_ENTITLEMENTS)
    looked = life.take_in(_found(request, pk), by=request.actor)
    toast(request, _("%(made)s taken in, %(refused)s refused.") % {"made": looked.made, "refused": len(looked.refused)})
    return redirect("console:licence-upload", pk)


def refused(request: Request, pk: int) -> HttpResponse:
    """The lines that were refused, with the reasons, to be set right and handed in again."""
    upload = _found(request, pk)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="refused-{upload.pk}.csv"'
    written = csv.writer(answer)
    header, lines = life.lines_of(upload)
    written.writerow([*map(harmless, header), "refused because"])
    for number, why in upload.refused if upload.done_at else life.look(upload, by=request.actor).refused:
        written.writerow([harmless(cell) for cell in (*lines[number - 2], why)])
    return answer


def _handed_in(request: Request, product: Product | None) -> HttpResponse:
    form, made = UploadForm.asked(request), list[Upload]()
    kind = UploadKind.USAGE if product else UploadKind.ENTITLEMENTS

    def act() -> None:
        file = form.cleaned_data["file"]
        raw = file.read(MOST_BYTES + 1)
        made.append(life.upload(by=request.actor, kind=kind, name=file.name, raw=raw, product=product))

    if form.carries(act):
        return redirect("console:licence-upload", made[0].pk)
    title, say = _("What was bought, from a file"), _("Products are named as they stand here; several with ; between.")
    if product:
        title = _("Who used %(name)s") % {"name": product.name}
        say = _("The vendor's list: a mail address and the day of the last use in each line.")
    return verbs.page(request, form, title=title, submit=_("Look at it"), back=_back(product), say=say)


def _back(product: Product | None) -> str:
    return reverse("console:licence", args=[product.pk]) if product else reverse("console:entitlements")


def _found(request: Request, pk: int) -> Upload:
    return get_object_or_404(Upload.objects.visible_to(request.actor).select_related("product"), pk=pk)
