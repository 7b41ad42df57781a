"""Pages on what does not agree."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.reconciliation import forms
from watchkeep.doors.console.reconciliation.nexts import next_of
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.permissions import P as Items
from watchkeep.estate.people.models import Team
from watchkeep.estate.reconciliation import life, queries
from watchkeep.estate.reconciliation.models import Finding, Kind, Rule
from watchkeep.estate.reconciliation.permissions import P
from watchkeep.kernel.pages import keyset
from watchkeep.work.requests import life as requests


def morning(request: Request) -> HttpResponse:
    """How the estate stands: said in a sentence, and a list of each kind."""
    request.actor.need(P.SEE, _("see what does not agree"))
    drawn = {"words": queries.morning(), "heaps": queries.heaps(request.actor)}
    return render(request, "reconciliation/morning.html", drawn)


def findings(request: Request, kind: str) -> HttpResponse:
    """All of a kind, each with its next step."""
    request.actor.need(P.SEE, _("see what does not agree"))
    if kind not in Kind.values:
        raise Http404
    asked, team = request.GET, request.GET.get("team", "")
    rows = queries.findings(
        request.actor, kind, team=_number(team), aside="aside" in asked
    )  # fmt: skip
    page = keyset(rows, cursor=asked.get("cursor"))
    drawn = {
        "kind": Kind(kind), "page": page, "asked": asked, "teams": Team.objects.order_by("name"),
        "heap": (heap := next(one for one in queries.heaps(request.actor) if one.kind == kind)),
        "mine": next((one for one in heap.keepers if one.person_id == request.actor.person), None),
        "lines": [(one, next_of(one, request.actor)) for one in page.rows], "works": request.actor.may(P.WORK),
    }  # fmt: skip
    return render(request, "reconciliation/list.html", drawn)


def set_aside(request: Request, pk: int) -> HttpResponse:
    """It may be so until a day, for a reason."""
    request.actor.need(P.WORK)
    one, form = _found(request, pk), forms.AsideForm.asked(request)
    if form.carries(lambda: life.set_aside(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Set aside."), undo=reverse("console:finding-take-up", args=[pk]))
        return redirect("console:findings", one.kind)
    title, back = _("Set aside: %(name)s") % {"name": one.item.name}, reverse("console:findings", args=[one.kind])
    return verbs.page(request, form, title=title, submit=_("Set aside"), back=back)


@require_POST
def take_up(request: Request, pk: int) -> HttpResponse:
    """It counts again."""
    one = _found(request, pk)
    life.take_up(one, by=request.actor)
    toast(request, _("Taken up again."))
    return redirect("console:findings", one.kind)


def assign_owner(request: Request, pk: int) -> HttpResponse:
    """Say whose it is."""
    request.actor.need(Items.MANAGE)
    one = _found(request, pk)
    first = {"owner_team": one.item.owner_team, "owner_person": None}
    form = forms.OwnerForm.asked(request, actor=request.actor, initial=first)
    if form.carries(lambda: assets.edit_item(one.item, by=request.actor, **form.cleaned_data)):
        toast(request, _("Assigned."))
        return redirect("console:findings", one.kind)
    title, back = _("Whose is %(name)s?") % {"name": one.item.name}, reverse("console:findings", args=[one.kind])
    return verbs.page(request, form, title=title, submit=_("Assign"), back=back)


def ask(request: Request, pk: int) -> HttpResponse:
    """Make it a piece of work."""
    one, form, made = _found(request, pk), VerbForm.asked(request), list[Any]()
    title = f"{one.get_kind_display()}: {one.item.name}"[:200]

    def act() -> None:
        words = _("%(number)s %(name)s") % {"number": one.item.number, "name": one.item.name}
        made.append(requests.open_(by=request.actor, title=title, description=words, tags=["reconciliation"]))

    if form.carries(act):
        toast(request, _("%(number)s is open.") % {"number": made[0].ticket.number})
        return redirect("console:findings", one.kind)
    back = reverse("console:findings", args=[one.kind])
    return verbs.page(request, form, title=title, submit=_("Open a request"), back=back)


def rules(request: Request) -> HttpResponse:
    """Which findings become tickets."""
    request.actor.need(P.CONFIGURE)
    rows = Rule.objects.select_related("cls", "team")
    return render(request, "reconciliation/rules.html", {"rules": rows})


def rule(request: Request, pk: int = 0) -> HttpResponse:
    """Say which findings become tickets."""
    request.actor.need(P.CONFIGURE)
    row = get_object_or_404(Rule, pk=pk) if pk else None
    form = forms.RuleForm.asked(request, actor=request.actor, initial=forms.known(row or Rule()))
    if form.carries(lambda: life.save_rule(row, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:finding-rules")
    title = _("Edit the rule") if row else _("New rule")
    return verbs.page(request, form, title=title, submit=_("Save"), back=reverse("console:finding-rules"))


def remove_rule(request: Request, pk: int) -> HttpResponse:
    """Let nothing become a ticket by it any more."""
    request.actor.need(P.CONFIGURE)
    row, form = get_object_or_404(Rule, pk=pk), VerbForm.asked(request)
    if form.carries(lambda: life.remove_rule(row, by=request.actor)):
        toast(request, _("Removed."))
        return redirect("console:finding-rules")
    title, back = _("Remove the rule"), reverse("console:finding-rules")
    return verbs.page(request, form, title=title, submit=_("Remove"), back=back, say=str(row), danger=True)


@require_POST
def look_again(request: Request) -> HttpResponse:
    """Look at every item again."""
    life.look_at_all(by=request.actor)
    toast(request, _("All items are being looked at again."))
    return redirect("console:reconciliation")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _found(request: Request, pk: int) -> Finding:
    rows = Finding.objects.visible_to(request.actor).current().select_related("item__cls", "item__owner_team")
    return get_object_or_404(rows, pk=pk)
