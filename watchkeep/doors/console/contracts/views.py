"""Pages on contracts."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.contracts import forms, hanging
from watchkeep.doors.console.contracts.filters import WITHIN, Filter
from watchkeep.doors.console.contracts.finding import find
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.suppliers import history
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.suppliers import life, queries
from watchkeep.estate.suppliers.models import Contract, Kind, State, Supplier
from watchkeep.estate.suppliers.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.pages import capped_count, keyset


def contracts(request: Request) -> HttpResponse:
    """Contracts, with filters that stand in the address, and what they cost."""
    asked = Filter.of(request.GET)
    rows = asked.fitting(Contract.objects.visible_to(request.actor))
    shown = rows.select_related("supplier", "owner")
    words = {
        "page": keyset(shown, order=asked.order, cursor=request.GET.get("cursor")),
        "count": capped_count(rows),
        "per_month": queries.cost_per_month(rows),
        "asked": asked,
        "states": State.choices,
        "kinds": Kind.choices,
        "within": WITHIN,
        "suppliers": Supplier.objects.visible_to(request.actor).only("name")[:500],
        "today": clock.now().date(),
    }
    return render(request, "contracts/list.html", words)


def ahead(request: Request) -> HttpResponse:
    """What comes in the next twelve months, with sums of money."""
    request.actor.need(P.SEE_CONTRACTS, _("see contracts"))
    months, is_cut = queries.ahead(request.actor)
    words = {"months": months, "is_cut": is_cut, "today": clock.now().date()}
    return render(request, "contracts/ahead.html", words)


def contract(request: Request, number: str) -> HttpResponse:
    """One contract: its days, its money, its papers, its history."""
    one = find(request, number)
    steps, (items, count) = life.open_to(one, request.actor), hanging.items_on(request.actor, contract=one)
    words = {
        "contract": one,
        "steps": [(step.label, reverse(f"console:contract-{step.verb}", args=[one.number])) for step in steps],
        "promises": [(words, minutes * 60) for words, minutes in _promises(one) if minutes],
        "items": items,
        "items_count": count,
        "licensed": hanging.licensed(one, request.actor),
        "leaning": hanging.leaning(one, request.actor),
        "documents": one.documents.select_related("author"),
        "lines": history.lines(one),
        "today": clock.now().date(),
        "manages": request.actor.may(P.MANAGE_CONTRACTS),
    }
    return render(request, "contracts/page.html", words)


def add(request: Request) -> HttpResponse:
    """Write down what is being agreed."""
    request.actor.need(P.MANAGE_CONTRACTS)
    form, made = forms.ContractForm.asked(request, initial=_first(request)), list[Contract]()
    if form.carries(lambda: made.append(life.draft(by=request.actor, **form.cleaned_data))):
        toast(request, _("The draft is there. Put it in force once it is signed."))
        return redirect("console:contract", made[0].number)
    back = reverse("console:contracts")
    return verbs.page(request, form, title=_("New contract"), submit=_("Draft it"), back=back)


def edit(request: Request, number: str) -> HttpResponse:
    """Correct what is known of it."""
    request.actor.need(P.MANAGE_CONTRACTS)
    one = find(request, number)
    form = forms.ContractForm.asked(request, initial=forms.known(one), supplier=one.supplier)
    if form.carries(lambda: life.edit(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:contract", one.number)
    title, back = _("Edit %(name)s") % {"name": one.number}, reverse("console:contract", args=[one.number])
    return verbs.page(request, form, title=title, submit=_("Save"), back=back)


STEPS: dict[str, tuple[type[VerbForm], Callable[..., None], Words, Words]] = {
    "put_in_force": (
        VerbForm, life.put_in_force, gettext_lazy("Put in force"),
        gettext_lazy("It is signed. From now on its owner is warned in time."),
    ),
    "give_notice": (forms.NoticeForm, life.give_notice, gettext_lazy("Give notice"), ""),
    "withdraw_notice": (forms.ReasonForm, life.withdraw_notice, gettext_lazy("Withdraw the notice"), ""),
    "end": (
        forms.ReasonForm, life.end, gettext_lazy("End it"),
        gettext_lazy("From today on it binds nobody, whatever was agreed about its end."),
    ),
    "cancel": (forms.ReasonForm, life.cancel, gettext_lazy("Cancel"), gettext_lazy("Nothing comes of it.")),
}  # fmt: skip


def step(request: Request, number: str, verb: str) -> HttpResponse:
    """Take a step of its life."""
    one = find(request, number)
    kind, act, title, say = STEPS[verb]
    form = kind.asked(request)
    if form.carries(lambda: act(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Done."))
        return redirect("console:contract", one.number)
    back = reverse("console:contract", args=[one.number])
    return verbs.page(request, form, title=title, submit=title, back=back, say=say or str(one))


def _promises(contract: Contract) -> list[tuple[str, int | None]]:
    return [
        (_("They respond within"), contract.response_minutes),
        (_("They resolve within"), contract.resolution_minutes),
    ]


def _first(request: Request) -> dict[str, Any]:
    return forms.known() | {"owner": request.actor.person}
