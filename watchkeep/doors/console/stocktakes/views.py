"""Pages on stock-takes."""

from collections.abc import Mapping

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.stocktakes import forms, reading
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.stocktaking import life, queries
from watchkeep.estate.stocktaking.models import Check, Outcome, Stocktake
from watchkeep.estate.stocktaking.permissions import P
from watchkeep.kernel.pages import keyset


def stocktakes(request: Request) -> HttpResponse:
    """All stock-takes, the newest first."""
    request.actor.need(P.SEE, _("see stock-takes"))
    page = keyset(queries.stocktakes(request.actor), cursor=request.GET.get("cursor"))
    return render(request, "stocktakes/list.html", {"page": page, "manages": request.actor.may(P.MANAGE)})


def begin(request: Request) -> HttpResponse:
    """Note what should be there."""
    request.actor.need(P.MANAGE)
    form, made = forms.BeginForm.asked(request, actor=request.actor), list[Stocktake]()
    if form.carries(lambda: made.append(life.begin(by=request.actor, **form.cleaned_data))):
        return redirect("console:stocktake", made[0].number)
    back = reverse("console:stocktakes")
    return verbs.page(request, form, title=_("New stock-take"), submit=_("Begin"), back=back)


def stocktake(request: Request, number: str) -> HttpResponse:
    """How far it is, what to scan next, and what was found."""
    one = _found(request, number)
    form, met = forms.CountForm.asked(request, actor=request.actor), list[Check]()

    def act() -> None:
        met.append(life.count(one, by=request.actor, **form.cleaned_data))

    if form.carries(act):
        return redirect(f"{reverse('console:stocktake', args=[number])}?met={met[0].pk}")
    counts, outcome = queries.counts(one), request.GET.get("show", "")
    outcome = outcome if outcome in Outcome.values else _first_shown(one, counts)
    page = keyset(queries.checks(one, outcome), order=("id",), cursor=request.GET.get("cursor"))
    drawn = {
        "one": one, "form": form, "page": page, "outcome": outcome, "total": sum(counts.values()),
        "counts": [(value, words, counts[value]) for value, words in Outcome.choices],
        "found": counts[Outcome.HERE] + counts[Outcome.ELSEWHERE],
        "expected": counts[Outcome.EXPECTED] + counts[Outcome.HERE] + counts[Outcome.ELSEWHERE],
        "met": _met(request, one), "counting": request.actor.may(P.COUNT) and one.state == "open",
        "manages": request.actor.may(P.MANAGE) and one.state == "open",
    }  # fmt: skip
    return render(request, "stocktakes/page.html", drawn, status=form.status)


@require_POST
def read(request: Request, number: str) -> JsonResponse:
    """Tell a browser that reads no codes itself what is on the picture that its camera sees."""
    request.actor.need(P.COUNT, _("count"))
    _found(request, number)
    form, said = forms.PictureForm.asked(request), list[str]()
    if form.carries(lambda: said.append(reading.code_in(form.cleaned_data["picture"]))):
        return JsonResponse({"code": said[0]})
    return JsonResponse({"code": "", "errors": form.errors}, status=form.status)


def finish(request: Request, number: str) -> HttpResponse:
    """Let what was found be where it was found."""
    request.actor.need(P.MANAGE)
    one, form = _found(request, number), forms.FinishForm.asked(request)
    if form.carries(lambda: life.finish(one, by=request.actor, **form.cleaned_data)):
        words = {"moved": one.moved, "lost": one.lost}
        toast(request, _("Finished: %(moved)s are elsewhere now, %(lost)s are missing.") % words)
        return redirect("console:stocktake", number)
    counts = queries.counts(one)
    say = _("%(found)s found, %(extra)s not expected, %(unknown)s unknown, %(missing)s not found.") % {
        "found": counts["here"] + counts["elsewhere"], "extra": counts["extra"], "unknown": counts["unknown"],
        "missing": counts["expected"],
    }  # fmt: skip
    title, back = _("Finish %(name)s") % {"name": one.number}, reverse("console:stocktake", args=[number])
    return verbs.page(request, form, title=title, submit=_("Finish"), back=back, say=say)


def cancel(request: Request, number: str) -> HttpResponse:
    """Nothing comes of it."""
    request.actor.need(P.MANAGE)
    one, form = _found(request, number), VerbForm.asked(request)
    if form.carries(lambda: life.cancel(one, by=request.actor)):
        toast(request, _("Cancelled."))
        return redirect("console:stocktake", number)
    title, back = _("Cancel %(name)s") % {"name": one.number}, reverse("console:stocktake", args=[number])
    return verbs.page(request, form, title=title, submit=_("Cancel the stock-take"), back=back, danger=True)


def _first_shown(one: Stocktake, counts: Mapping[str, int]) -> str:
    """While it is counted what is still to come, afterwards what there is something of."""
    if one.state == "open" or counts[Outcome.EXPECTED]:
        return Outcome.EXPECTED
    return next((value for value in Outcome.values if counts[value]), Outcome.EXPECTED)


def _met(request: Request, one: Stocktake) -> Check | None:
    """What was scanned last."""
    asked = request.GET.get("met", "")
    pk = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else 0
    return one.checks.filter(pk=pk).select_related("item__cls", "item__location", "place").first() if pk else None


def _found(request: Request, number: str) -> Stocktake:
    return get_object_or_404(queries.stocktakes(request.actor), number=number.upper())
