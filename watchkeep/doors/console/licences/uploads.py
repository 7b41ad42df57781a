"""Files of licences and of use: handed in, looked at, taken in; what was refused can be fetched."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.licences.forms import UploadForm
from watchkeep.doors.console.uploads import Uploads
from watchkeep.doors.ui.signs import Words
from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import Product, Upload, UploadKind
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel.tables import MOST_BYTES

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


def _leads_back(upload: Upload) -> tuple[str, str]:
    return _back(upload.product), upload.product.name if upload.product else _("What was bought")


def _found(request: Request, pk: int) -> Upload:
    request.actor.need(P.SEE_ENTITLEMENTS)
    found: Upload = get_object_or_404(Upload.objects.visible_to(request.actor).select_related("product"), pk=pk)
    return found


UPLOADS = Uploads(find=_found, life=life, labels=LABELS, page="console:licence-upload", back=_leads_back)
