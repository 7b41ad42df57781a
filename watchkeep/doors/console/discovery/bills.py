"""Bills of materials, brought by hand."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.discovery.forms import BillForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel.errors import Refused


def bill(request: Request) -> HttpResponse:
    """Take in a CycloneDX or SPDX document, and show the item that it is about."""
    request.actor.need(P.RECEIVE, _("say what was found"))
    form, made = BillForm.asked(request), list[life.Itemised]()

    def act() -> None:
        body, item = form.cleaned_data["file"].read(), _named(request, form.cleaned_data["item"])
        made.append(life.take_bill(body, by=request.actor, item=item))

    if form.carries(act):
        words = {"form": made[0].form, "listed": made[0].listed, "came": made[0].came, "went": made[0].went}
        toast(request, _("%(form)s: %(listed)s components, %(came)s of them new; %(went)s are gone.") % words)
        return redirect("console:item", made[0].item)
    title, back = _("Bill of materials"), reverse("console:discovery")
    return verbs.page(request, form, title=title, submit=_("Take it in"), back=back)


def _named(request: Request, number: str) -> Item | None:
    """The item of this number; None where nobody gave one."""
    if not number:
        return None
    if item := Item.objects.visible_to(request.actor).filter(number=number.strip().upper()).first():
        return item
    raise Refused(_("There is no item of this number."), field="item", code="unknown")
