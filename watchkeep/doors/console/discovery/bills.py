"""Bills of materials: brought by hand, and asked where a component is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.discovery.forms import BillForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.pages import capped_count, keyset


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


def components(request: Request) -> HttpResponse:
    """Which items contain a component, and through what it comes there; the question is the address."""
    request.actor.need(P.SEE, _("see what is found"))
    asked = request.GET.get("q", "").strip()[:200]
    rows = queries.holding(request.actor, asked)
    page = keyset(rows, order=("id",), cursor=request.GET.get("cursor"))
    words = {"q": asked, "page": page, "holders": queries.ways(page.rows), "count": capped_count(rows)}
    return render(request, "discovery/components.html", words)


def _named(request: Request, number: str) -> Item | None:
    """The item of this number; None where nobody gave one."""
    if not number:
        return None
    if item := Item.objects.visible_to(request.actor).filter(number=number.strip().upper()).first():
        return item
    raise Refused(_("There is no item of this number."), field="item", code="unknown")
