"""Pages on leavers and movers: the cases, the report of one, and what people say of its seats."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.leavers import forms
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.reclaiming import life, queries
from watchkeep.duty.reclaiming.models import Case, Reclaim, Way, Why
from watchkeep.duty.reclaiming.permissions import P
from watchkeep.kernel.pages import capped_count, keyset

TONES: Mapping[str, tuple[str, str]] = {
    "asked": ("blue", "help"), "running": ("violet", "bolt"), "to_do": ("amber", "person"),
    "done": ("green", "check"), "kept": ("", "pause"),
}  # fmt: skip
"""How what is to become of a seat is drawn."""


@dataclass(frozen=True)
class Line:
    """A seat of a case, with how it is taken back and what the reader may do."""

    reclaim: Reclaim
    way: str
    steps: list[tuple[Words, str]]

    @property
    def tone(self) -> str:
        """Its colour."""
        return TONES[self.reclaim.state][0]

    @property
    def icon(self) -> str:
        """Its shape."""
        return TONES[self.reclaim.state][1]


def leavers(request: Request) -> HttpResponse:
    """Who left or moved, and which audits refused seats: those with something left first."""
    request.actor.need(P.SEE, _("see what leavers and movers hold"))
    rows, asked = Case.objects.visible_to(request.actor), request.GET
    if asked.get("why") in Why.values:
        rows = rows.filter(why=asked["why"])
    if asked.get("person", "").isdigit() and len(asked["person"]) < 19:
        rows = rows.filter(person=int(asked["person"]))
    if text := asked.get("q", "").replace("\0", "").strip()[:120]:
        rows = rows.filter(person__name__icontains=text) | rows.filter(about__icontains=text)
    if "open" in asked:
        rows = rows.open()
    page = keyset(rows, order=("over", "-id"), cursor=asked.get("cursor"))
    counted = {one.pk: one for one in queries.with_counts(Case.objects.filter(pk__in=[one.pk for one in page.rows]))}
    words = {
        "page": page, "cases": [counted[one.pk] for one in page.rows], "count": capped_count(rows), "asked": asked,
        "whys": Why.choices,
    }  # fmt: skip
    return render(request, "leavers/list.html", words)


def leaver(request: Request, pk: int) -> HttpResponse:
    """The report of one case: each seat, how, when, by whom, with which proof, and what is left."""
    rows = queries.with_counts(Case.objects.visible_to(request.actor)).defer("report")
    case = get_object_or_404(rows, pk=pk)
    page = keyset(queries.lines_of(case), order=("id",), cursor=request.GET.get("cursor"), size=100)
    ways = queries.ways_of(line.seat.product_id for line in page.rows)
    lines = [_line(line, request, ways) for line in page.rows]
    return render(request, "leavers/page.html", {"case": case, "page": page, "lines": lines})


def report(request: Request, pk: int) -> HttpResponse:
    """Hand the report out as CSV."""
    case = get_object_or_404(Case.objects.visible_to(request.actor), pk=pk)
    answer = HttpResponse(queries.report(case), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="reclaim-{case.pk}.csv"'
    return answer


STEPS: dict[str, tuple[type[VerbForm], Callable[..., None], Words, Words]] = {
    "keep": (forms.ReasonForm, life.keep, gettext_lazy("Keep"), gettext_lazy("They need it where they are now.")),
    "take_back": (
        VerbForm, life.take_back, gettext_lazy("Take back"),
        gettext_lazy("The product's action takes it back. Without one somebody does."),
    ),
    "run": (
        VerbForm, life.run, gettext_lazy("Let the action try"),
        gettext_lazy("Look first at why it failed: it is asked for once more."),
    ),
    "confirm": (
        forms.ProofForm, life.confirm, gettext_lazy("Taken back"),
        gettext_lazy("The seat is free from now on, and the evidence stands in the report."),
    ),
}  # fmt: skip


def step(request: Request, pk: int, verb: str) -> HttpResponse:
    """Say what becomes of a seat."""
    request.actor.need(P.WORK)
    rows = Reclaim.objects.visible_to(request.actor).select_related("person", "seat__product__owner")
    line = get_object_or_404(rows, pk=pk)
    kind, act, title, say = STEPS[verb]
    form = kind.asked(request)
    if form.carries(lambda: act(line, by=request.actor, **form.cleaned_data)):
        toast(request, _("Done."))
        return redirect("console:leaver", line.case_id)
    back = reverse("console:leaver", args=[line.case_id])
    about = f"{title}: {line.seat.product.name}, {line.person.name}"
    return verbs.page(request, form, title=about, submit=title, back=back, say=say)


def _line(line: Reclaim, request: Request, ways: Mapping[int, Way]) -> Line:
    steps = life.open_to(line, request.actor, has_way=line.seat.product_id in ways)
    buttons: list[tuple[Any, str]] = [
        (step.label, reverse(f"console:leaver-{step.verb}", args=[line.pk])) for step in steps
    ]
    return Line(line, queries.way_in_words(line), buttons)
