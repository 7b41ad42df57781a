"""Drawing a change up, planning it otherwise, and how risky that would be while one types."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.changes import against, forms, risks, writing
from watchkeep.doors.console.changes.views.reading import find
from watchkeep.doors.ui.several import TYPED
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets.models import Item
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import Change, ChangeModel, Kind
from watchkeep.work.changes.permissions import P


def new(request: Request) -> HttpResponse:
    """Draw a change up: from nothing, from a model, or for what was chosen on the map."""
    request.actor.need(P.PLAN, _("plan changes"))
    model = _model(request)
    if model and "like" in request.POST:
        return _form(request, forms.PlanForm.taking_up(request, model, _first(request, model)), model)
    items = _chosen(request, "item", Item.objects.visible_to(request.actor))
    touched = _chosen(request, "service", Service.objects.visible_to(request.actor))
    first = _first(request, model) | {"services": [one.pk for one in touched]}
    first |= {"items": "\n".join(one.number for one in items)}
    form, made = forms.PlanForm.asked(request, actor=request.actor, initial=first), list[Change]()
    if form.carries(lambda: made.append(life.draft(by=request.actor, **form.given()))):
        return redirect("console:change", made[0].number)
    chosen = {"items": items, "model": model, "services": touched, "implementer": None}
    return _form(request, form, model, first | chosen if model or items or touched else None)


def _form(
    request: Request, form: forms.PlanForm, model: ChangeModel | None, begun: dict[str, Any] | None = None
) -> HttpResponse:
    """The form of a new change, and how risky it is by what was written, or by what it begins with."""
    if model and "{" in model.title:
        form.fields["title"].help_text = _("Say what stands in braces.")
    drawn = {"form": form, "title": _("New change"), "submit": _("Save as draft"), "back": reverse("console:changes")}
    if said := form.cleaned_data if form.is_bound else begun:
        drawn |= risks.explained(_sketch(said, request.actor), request.actor)
    drawn |= {"models": ChangeModel.objects.visible_to(request.actor).active()[:60], "model": model}
    drawn["is_open"] = request.method == "GET" and model is None
    return render(request, "changes/form.html", drawn, status=form.status)


def amend(request: Request, number: str) -> HttpResponse:
    """Plan it otherwise."""
    one = find(request, number)
    known = _known(one) | {"version": one.ticket.version}
    form = forms.AmendForm.asked(request, actor=request.actor, initial=known)
    may_fall = one.state in life.AGREED and one.kind == Kind.NORMAL
    if form.carries(lambda: life.amend(one, by=request.actor, **form.amended())):
        has_fallen = may_fall and one.state not in life.AGREED
        toast(request, _("Saved. What was agreed to has fallen: ask for approval anew.") if has_fallen else _("Saved."))
        return redirect("console:change", one.number)
    back = reverse("console:change", args=[one.number])
    drawn = {"form": form, "title": _("Edit the plan"), "submit": _("Save"), "back": back, "change": one}
    drawn["may_fall"] = may_fall
    sketch = queries.sketch_of(one)
    stands = against.gather(sketch, one.kind, request.actor.organisation)
    drawn |= risks.explained(sketch, request.actor) | {"stands": stands}
    return render(request, "changes/form.html", drawn, status=form.status)


def foresee(request: Request) -> HttpResponse:
    """How risky what stands in the form would be: the part of the page that follows the typing."""
    request.actor.need(P.PLAN, _("plan changes"))
    given = request.GET.copy()
    given.pop(f"services{TYPED}", None)  # half a name is nothing yet
    form = forms.PlanForm(given, actor=request.actor)
    form.is_valid()
    said = dict(form.cleaned_data)
    one = Change.objects.visible_to(request.actor).filter(ticket__number=request.GET.get("change", "")[:30]).first()
    sketch = _sketch(said, request.actor)
    if one:
        sketch = replace(
            sketch, change=one.pk, model=one.model_id, team=one.ticket.team_id, answers=one.answers,
            implementer=getattr(said.get("implementer"), "pk", None),
        )  # fmt: skip
    kind = one.kind if one else said.get("kind") or Kind.NORMAL
    stands = against.gather(sketch, kind, request.actor.organisation)
    drawn = risks.explained(sketch, request.actor) | {"stands": stands, "change": one}
    return render(request, "changes/foresee.html", drawn)


def why(request: Request, number: str) -> HttpResponse:
    """From what its risk is reckoned as of now, and what would lower it."""
    one = find(request, number)
    title = _("Risk of %(number)s") % {"number": one.number}
    drawn = {"change": one, "title": title} | risks.explained(queries.sketch_of(one), request.actor)
    return render(request, "changes/why.html", drawn)


def answer(request: Request, number: str) -> HttpResponse:
    """Answer what only a person knows of its risk."""
    one = find(request, number)
    form = forms.QuestionsForm.asked(request, questions=queries.risk_of(one).questions, initial=one.answers)
    if form.carries(lambda: life.amend(one, by=request.actor, answers=one.answers | form.answers())):
        return redirect("console:change", one.number)
    back = reverse("console:change", args=[one.number])
    drawn = {"form": form, "title": _("What only you know"), "submit": _("Answer"), "back": back}
    return render(request, "console/verb.html", drawn, status=form.status)


def _sketch(said: dict[str, Any], actor: Actor) -> queries.Sketch:
    plan = [one["part"] for one in writing.plan_from(said)]
    services, implementer, model = said.get("services") or [], said.get("implementer"), said.get("model")
    team = model.team_id if model and model.team_id else services[0].owner_team_id if services else None
    return queries.Sketch(
        title=said.get("title", ""), services=[one.pk for one in services],
        items=[one.pk for one in said.get("items") or []], model=model.pk if model else None, team=team,
        implementer=implementer.pk if implementer else actor.person, starts_at=said.get("starts_at"),
        ends_at=said.get("ends_at"), outage_minutes=said.get("outage_minutes") or 0, steps=len(plan),
        back_out_steps=plan.count("back_out"), test_plan=said.get("test_plan", ""),
        back_out_plan=said.get("back_out_plan", ""),
    )  # fmt: skip


def _model(request: Request) -> ChangeModel | None:
    slug = request.POST.get("like") or request.GET.get("like", "")
    rows = ChangeModel.objects.visible_to(request.actor).active()
    return get_object_or_404(rows, slug=slug[:120]) if slug else None


def _first(request: Request, model: ChangeModel | None) -> dict[str, Any]:
    """What the form begins with: its reader's own, and what a model says."""
    first: dict[str, Any] = {"owner": request.actor.person, "implementer": request.actor.person, "outage_minutes": 0}
    if model:
        first |= writing.said_by(model) | {"outage_minutes": model.outage_minutes}
        first |= {"model": model.pk, "kind": Kind.STANDARD if model.is_standard else Kind.NORMAL}
    return first


def _chosen(request: Request, name: str, rows: QuerySet[Any]) -> list[Any]:
    """What was chosen on the map."""
    ids = [int(one) for one in request.GET.getlist(name)[:50] if one.isascii() and one.isdigit() and len(one) < 18]
    return list(rows.filter(pk__in=ids).order_by("name"))


def _known(one: Change) -> dict[str, Any]:
    """What the form begins with where something is planned already."""
    ticket = one.ticket
    names = (
        "reason", "test_plan", "back_out_plan", "communication", "starts_at", "ends_at", "outage_minutes", "is_public",
        "cost",
    )  # fmt: skip
    return {
        "title": ticket.title, "purpose": ticket.description, "implementer": ticket.assignee, "owner": one.owner,
        "services": list(one.services.values_list("pk", flat=True)),
        "items": "\n".join(one.items.order_by("name").values_list("number", flat=True)),
        **{name: getattr(one, name) for name in names}, **writing.lines_of(one.steps.all()),
    }  # fmt: skip
