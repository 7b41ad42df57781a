"""Pages on verdicts and on reviews of changes."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.verdicts import charts, showing
from watchkeep.doors.console.verdicts.forms import ReviewForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.insight.verdicts import life, queries
from watchkeep.insight.verdicts.models import ChangeReview, Finding, Verdict
from watchkeep.insight.verdicts.permissions import P
from watchkeep.kernel.pages import capped_count, keyset


def verdicts(request: Request) -> HttpResponse:
    """Verdicts, the one reached last first."""
    request.actor.need(P.SEE, _("see verdicts"))
    finding = request.GET.get("finding", "")
    finding = finding if finding in Finding.values else ""
    rows = queries.verdicts(request.actor, finding=finding)
    page = keyset(rows, order=("-judged_at", "-change"), cursor=request.GET.get("cursor"))
    words = {
        "page": page, "count": capped_count(rows), "finding": finding, "findings": Finding.choices,
        "shown": [(one, showing.word_of(one.finding)) for one in page.rows],
        "open_reviews": capped_count(queries.open_reviews(request.actor)),
    }  # fmt: skip
    return render(request, "verdicts/list.html", words)


def reviews(request: Request) -> HttpResponse:
    """Reviews that somebody has to do."""
    request.actor.need(P.SEE, _("see reviews"))
    rows = queries.open_reviews(request.actor)
    page = keyset(rows, order=("due_at", "verdict"), cursor=request.GET.get("cursor"))
    return render(request, "verdicts/reviews.html", {"page": page})


def verdict(request: Request, number: str) -> HttpResponse:
    """One verdict with everything that was compared."""
    one = _found(request, number)
    compared = queries.comparisons_of(one)
    words = {
        "verdict": one, "change": one.change, "word": showing.word_of(one.finding), "rows": showing.rows(compared),
        "title": showing.title(one, compared), "charts": charts.charts(one, compared),
        "review": ChangeReview.objects.filter(pk=one.pk).select_related("reviewer").first(),
        "may_review": request.actor.may(P.REVIEW),
    }  # fmt: skip
    return render(request, "verdicts/page.html", words)


def review(request: Request, number: str) -> HttpResponse:
    """Answer what the review of a change asks."""
    request.actor.need(P.REVIEW, _("review changes"))
    found = _found(request, number)
    one = get_object_or_404(ChangeReview.objects.visible_to(request.actor), pk=found.pk)
    form = ReviewForm.asked(request, questions=one.questions, known=one.answers)
    if form.carries(
        lambda: life.answer(one, by=request.actor, answers=form.answers, did_harm=form.cleaned_data["did_harm"])
    ):
        toast(request, _("Reviewed. It can be closed now.") if found.change.is_open else _("Reviewed."))
        return redirect("console:change", number.upper())
    back, title = reverse("console:change", args=[number.upper()]), _("Review %(number)s") % {"number": number.upper()}
    return verbs.page(request, form, title=title, submit=_("Reviewed"), back=back, say=one.get_why_display())


def _found(request: Request, number: str) -> Verdict:
    rows = Verdict.objects.visible_to(request.actor).select_related("change__ticket")
    return get_object_or_404(rows, change__ticket__number=number.upper())
