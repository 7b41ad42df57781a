"""Pages on suppliers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.contracts import hanging
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.suppliers import history
from watchkeep.doors.console.suppliers.forms import SupplierForm, known
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.suppliers import life, queries
from watchkeep.estate.suppliers.models import Contract, Supplier
from watchkeep.estate.suppliers.permissions import P
from watchkeep.kernel.pages import capped_count, keyset


def suppliers(request: Request) -> HttpResponse:
    """All from whom we buy, by name."""
    rows = Supplier.objects.visible_to(request.actor).filter(is_active="retired" not in request.GET)
    if text := request.GET.get("q", "").replace("\0", "").strip():
        rows = rows.filter(name__icontains=text)
    sees_contracts = request.actor.may(P.SEE_CONTRACTS)
    shown = queries.with_figures(rows) if sees_contracts else rows
    page = keyset(shown, order=("name", "id"), cursor=request.GET.get("cursor"))
    words = {"page": page, "count": capped_count(rows), "asked": request.GET, "sees_contracts": sees_contracts}
    return render(request, "suppliers/list.html", words)


def supplier(request: Request, pk: int) -> HttpResponse:
    """One supplier: how its help is reached, whom to call, what was agreed."""
    one = find(request, pk)
    contracts = Contract.objects.visible_to(request.actor).filter(supplier=one)
    items, count = hanging.items_on(request.actor, supplier=one)
    words = {
        "supplier": one,
        "contacts": one.contacts.all(),
        "contracts": contracts.select_related("owner")[:20],
        "per_month": queries.cost_per_month(contracts),
        "lines": history.lines(one),
        "items": items,
        "items_count": count,
        "manages": request.actor.may(P.MANAGE),
        "sees_contracts": request.actor.may(P.SEE_CONTRACTS),
    }
    return render(request, "suppliers/page.html", words)


def add(request: Request) -> HttpResponse:
    """Buy from one more firm."""
    request.actor.need(P.MANAGE)
    form, made = SupplierForm.asked(request), list[Supplier]()
    if form.carries(lambda: made.append(life.add_supplier(by=request.actor, **form.cleaned_data))):
        toast(request, _("The supplier is there. Now write down what was agreed."))
        return redirect("console:supplier", made[0].pk)
    return verbs.page(request, form, title=_("New supplier"), submit=_("Add"), back=reverse("console:suppliers"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Correct what is known of it."""
    request.actor.need(P.MANAGE)
    one = find(request, pk)
    form = SupplierForm.asked(request, initial=known(one, SupplierForm))
    if form.carries(lambda: life.edit_supplier(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:supplier", pk)
    title, back = _("Edit %(name)s") % {"name": one.name}, reverse("console:supplier", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Save"), back=back)


def retire(request: Request, pk: int) -> HttpResponse:
    """Buy there no longer."""
    request.actor.need(P.MANAGE)
    one, form = find(request, pk), VerbForm.asked(request)
    if form.carries(lambda: life.retire_supplier(one, by=request.actor)):
        undo = reverse("console:supplier-revive", args=[pk])
        toast(request, _("%(name)s is retired.") % {"name": one.name}, undo=undo)
        return redirect("console:suppliers")
    title, back = _("Retire %(name)s") % {"name": one.name}, reverse("console:supplier", args=[pk])
    say = _("Nothing new is agreed with them. What was known of them stays.")
    return verbs.page(request, form, title=title, submit=_("Retire"), back=back, say=say, danger=True)


def revive(request: Request, pk: int) -> HttpResponse:
    """Buy there again."""
    request.actor.need(P.MANAGE)
    one, form = find(request, pk), VerbForm.asked(request)
    if form.carries(lambda: life.revive_supplier(one, by=request.actor)):
        return redirect("console:supplier", pk)
    title, back = _("Buy from %(name)s again") % {"name": one.name}, reverse("console:supplier", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Buy there again"), back=back)


def find(request: Request, pk: int) -> Supplier:
    """Return the supplier, if the reader may see it."""
    return get_object_or_404(Supplier.objects.visible_to(request.actor), pk=pk)
