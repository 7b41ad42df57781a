"""Pages on orders and invoices."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.orders import forms
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets.models import Item
from watchkeep.estate.purchasing import life, queries
from watchkeep.estate.purchasing.models import Invoice, Order, State
from watchkeep.estate.purchasing.permissions import P
from watchkeep.estate.suppliers.models import Supplier
from watchkeep.kernel import clock
from watchkeep.kernel.pages import capped_count, keyset


def orders(request: Request) -> HttpResponse:
    """Orders, the newest first; the question is the address."""
    words, state = request.GET.get("q", "").replace("\0", "").strip()[:120], request.GET.get("state", "open")
    supplier = request.GET.get("supplier", "")
    chosen = int(supplier) if supplier.isascii() and supplier.isdigit() and len(supplier) < 18 else 0
    rows = queries.orders(request.actor, state=state, supplier=chosen, words=words)
    drawn = {
        "page": keyset(rows, cursor=request.GET.get("cursor")), "count": capped_count(rows), "q": words, "state": state,
        "states": State.choices, "supplier": chosen,
        "suppliers": Supplier.objects.visible_to(request.actor).only("name")[:500],
    }  # fmt: skip
    return render(request, "orders/list.html", drawn)


def order(request: Request, number: str) -> HttpResponse:
    """One order: its lines and what came of each, receipts and invoices."""
    one = find(request, number)
    lines = list(one.lines.select_related("cls"))
    units = queries.units_of(lines)
    invoices = list(one.invoices.all())
    words = {
        "order": one, "lines": [(line, units[line.pk]) for line in lines], "receipts": one.receipts.all()[:50],
        "invoices": invoices, "cost": one.cost(), "billed": sum(invoice.amount for invoice in invoices),
        "steps": [(s.label, reverse(f"console:order-{s.verb}", args=[one.number])) for s in _open_to(one, request)],
        "manages": request.actor.may(P.MANAGE),
    }  # fmt: skip
    return render(request, "orders/page.html", words)


def add(request: Request) -> HttpResponse:
    """Order something."""
    request.actor.need(P.MANAGE)
    first = {"owner": request.actor.person, "ordered_on": clock.now().date()}
    form, made = forms.NewOrderForm.asked(request, actor=request.actor, initial=first), list[Order]()

    def act() -> None:
        supplier, lines = form.cleaned_data["supplier"], [form.wanted()]
        made.append(life.place(by=request.actor, supplier=supplier, lines=lines, **form.known()))

    if form.carries(act):
        toast(request, _("Ordered. Its items are there, and wait for their receipt."))
        return redirect("console:order", made[0].number)
    return verbs.page(request, form, title=_("New order"), submit=_("Order"), back=reverse("console:orders"))


def edit(request: Request, number: str) -> HttpResponse:
    """Correct what is known of it."""
    request.actor.need(P.MANAGE)
    one = find(request, number)
    first = {name: getattr(one, name) for name in life.KNOWN}
    form = forms.OrderForm.asked(request, actor=request.actor, initial=first)
    if form.carries(lambda: life.edit(one, by=request.actor, **form.known())):
        toast(request, _("Saved."))
        return redirect("console:order", one.number)
    title, back = _("Edit %(name)s") % {"name": one.number}, reverse("console:order", args=[one.number])
    return verbs.page(request, form, title=title, submit=_("Save"), back=back)


def receive(request: Request, number: str) -> HttpResponse:
    """Take in what came."""
    request.actor.need(P.RECEIVE)
    one = find(request, number)
    form = forms.ReceiptForm.asked(request, order=one, actor=request.actor)

    def act() -> None:
        note, where = form.cleaned_data["note"], form.location()
        life.receive(one, by=request.actor, came=form.came(), location=where, note=note)

    if form.carries(act):
        toast(request, _("Received."))
        return redirect("console:order", one.number)
    title, back = _("Receive %(name)s") % {"name": one.number}, reverse("console:order", args=[one.number])
    return verbs.page(request, form, title=title, submit=_("Receive"), back=back)


def close(request: Request, number: str) -> HttpResponse:
    """What has not come will not come."""
    request.actor.need(P.MANAGE)
    one, form = find(request, number), forms.ReasonForm.asked(request)
    if form.carries(lambda: life.close(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Closed."))
        return redirect("console:order", one.number)
    title, back = _("Close %(name)s") % {"name": one.number}, reverse("console:order", args=[one.number])
    say = _("What has not come will not come: its items are retired.")
    return verbs.page(request, form, title=title, submit=_("Close"), back=back, say=say, danger=True)


def match(request: Request, pk: int) -> HttpResponse:
    """Something that was found had been ordered."""
    request.actor.need(P.RECEIVE)
    item = get_object_or_404(Item.objects.visible_to(request.actor).select_related("cls"), pk=pk)
    form = forms.MatchForm.asked(request, lines=queries.lines_for(item, request.actor))
    if form.carries(lambda: life.match(form.chosen(), item, by=request.actor)):
        toast(request, _("Matched: it has its price and its papers now."))
        return redirect("console:item", pk)
    title, back = _("Which order was %(name)s?") % {"name": item.name}, reverse("console:item", args=[pk])
    say = "" if form.lines else _("No order of such a thing is open. Write the order down first.")
    return verbs.page(request, form, title=title, submit=_("Match"), back=back, say=say)


def invoices(request: Request) -> HttpResponse:
    """Invoices, the newest first."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:120]
    rows = queries.invoices(request.actor, words=words)
    drawn = {"page": keyset(rows, cursor=request.GET.get("cursor")), "count": capped_count(rows), "q": words}
    return render(request, "orders/invoices.html", drawn | {"manages": request.actor.may(P.MANAGE)})


def add_invoice(request: Request) -> HttpResponse:
    """We were billed."""
    request.actor.need(P.MANAGE)
    form = forms.InvoiceForm.asked(request, actor=request.actor, initial={"dated_on": clock.now().date()})
    if form.carries(lambda: life.add_invoice(by=request.actor, **form.cleaned_data)):
        toast(request, _("Written down."))
        return redirect("console:invoices")
    return verbs.page(request, form, title=_("New invoice"), submit=_("Write down"), back=reverse("console:invoices"))


def remove_invoice(request: Request, pk: int) -> HttpResponse:
    """It was written down by mistake."""
    request.actor.need(P.MANAGE)
    invoice = get_object_or_404(Invoice.objects.visible_to(request.actor), pk=pk)
    form: Any = forms.VerbForm.asked(request)
    if form.carries(lambda: life.remove_invoice(invoice, by=request.actor)):
        toast(request, _("Removed."))
        return redirect("console:invoices")
    title, back = _("Remove %(name)s") % {"name": invoice.reference}, reverse("console:invoices")
    return verbs.page(request, form, title=title, submit=_("Remove"), back=back, danger=True)


def find(request: Request, number: str) -> Order:
    """Return the order, if the reader may see it."""
    rows = Order.objects.visible_to(request.actor).select_related("supplier", "contract", "owner")
    return get_object_or_404(rows, number=number.upper())


def _open_to(one: Order, request: Request) -> Any:
    return life.open_to(one, request.actor)
