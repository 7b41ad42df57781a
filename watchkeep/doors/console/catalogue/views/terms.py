"""The draft's price, entitlement and rule of approval, stage by stage."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.catalogue.forms.terms import StageForm, TermsForm
from watchkeep.doors.console.catalogue.views import finding
from watchkeep.doors.console.catalogue.views.asking import asked_before, edits
from watchkeep.doors.console.catalogue.views.drafting import back_to
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import CatalogueItem, Edition

Stage = dict[str, Any]


def terms(request: Request, pk: int) -> HttpResponse:
    """What it costs, and who may have how many."""
    found = finding.to_change(request, pk)
    edition = queries.newest(found)
    form = TermsForm.asked(request, initial=TermsForm.filled(edition) | {"seen": edits(edition)})
    if form.carries(lambda: life.draft_edition(found, by=request.actor, **form.cleaned_data)):
        return _saved(request, pk)
    return verbs.page(request, form, title=_("Price and entitlement"), submit=_("Save"), back=back_to(pk))


def add_stage(request: Request, pk: int) -> HttpResponse:
    """Ask somebody more, after those who are asked already."""
    found = finding.to_change(request, pk)
    edition = queries.newest(found)
    form = StageForm.asked(request, before=asked_before(edition), initial={"seen": edits(edition)})
    if form.carries(lambda: _keep(request, found, form, [*_rule(edition), form.stage])):
        return _saved(request, pk)
    return _page(request, form, title=_("New stage of the approval"), submit=_("Add"), back=back_to(pk))


def change_stage(request: Request, pk: int, at: int) -> HttpResponse:
    """Ask others, or otherwise."""
    found = finding.to_change(request, pk)
    edition = queries.newest(found)
    stage = _stage(edition, at)
    kept = queries.conditions_of(stage)
    first = StageForm.filled(stage) | {"seen": edits(edition)}
    form = StageForm.asked(request, before=asked_before(edition), kept=kept, initial=first)

    def act() -> None:
        rule = _rule(edition)
        _keep(request, found, form, [*rule[:at], form.stage, *rule[at + 1 :]])

    if form.carries(act):
        return _saved(request, pk)
    return _page(request, form, title=str(stage["name"]), submit=_("Save"), back=back_to(pk))


def remove_stage(request: Request, pk: int, at: int) -> HttpResponse:
    """Ask them no more."""
    found, form = finding.to_change(request, pk), VerbForm.asked(request)
    edition = queries.newest(found)
    stage, rule = _stage(edition, at), _rule(edition)
    left = [*rule[:at], *rule[at + 1 :]]
    if form.carries(lambda: life.draft_edition(found, by=request.actor, approval=left)):
        return _saved(request, pk)
    title = _("Take the stage “%(name)s” out?") % {"name": stage["name"]}
    return verbs.page(request, form, title=title, submit=_("Take out"), back=back_to(pk), danger=True)


def _page(request: Request, form: StageForm, **words: str) -> HttpResponse:
    return render(request, "catalogue/stage.html", {"form": form, **words}, status=form.status)


def _keep(request: Request, found: CatalogueItem, form: StageForm, rule: list[Stage]) -> None:
    life.draft_edition(found, by=request.actor, approval=rule, seen=form.cleaned_data["seen"])


def _rule(edition: Edition | None) -> list[Stage]:
    return list(edition.approval) if edition else []


def _stage(edition: Edition | None, at: int) -> Stage:
    rule = _rule(edition)
    if at >= len(rule):
        raise Http404
    return rule[at]


def _saved(request: Request, pk: int) -> HttpResponse:
    toast(request, _("Saved in the draft."))
    return redirect("console:catalogue-draft", pk)
