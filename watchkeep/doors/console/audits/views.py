"""Pages on audits of seats: the campaigns, one of them, and the steps of its life."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.audits import forms
from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.models import AuditLine, Campaign, CampaignState, Evidence
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel.pages import capped_count, keyset

LINES_A_PAGE = 100


def audits(request: Request) -> HttpResponse:
    """Campaigns, the newest first; reviewers see those in which they have seats to look at."""
    rows = Campaign.objects.visible_to(request.actor)
    if request.GET.get("state") in CampaignState.values:
        rows = rows.filter(state=request.GET["state"])
    page = keyset(rows, cursor=request.GET.get("cursor"))
    counted = queries.with_progress(Campaign.objects.filter(pk__in=[one.pk for one in page.rows])).order_by("-id")
    words = {
        "page": page, "campaigns": list(counted), "count": capped_count(rows), "asked": request.GET,
        "states": CampaignState.choices, "manages": request.actor.may(P.AUDIT),
        "sees": request.actor.may(P.SEE_ENTITLEMENTS),
    }  # fmt: skip
    return render(request, "audits/list.html", words)


def audit(request: Request, number: str) -> HttpResponse:
    """One campaign: what is looked at by whom, each seat with what was said of it, and the evidence."""
    one, sees = find(request, number), request.actor.may(P.SEE_ENTITLEMENTS)
    lines = _asked(request, queries.lines_in_words(one).filter(pk__in=AuditLine.objects.visible_to(request.actor)))
    steps = life.AUDIT.open_to(one, request.actor)
    words = {
        "campaign": one,
        "manages": request.actor.may(P.AUDIT),
        "sees": sees,
        "steps": [(step.label, reverse(f"console:audit-{step.verb}", args=[one.number])) for step in steps],
        "scopes": one.scopes.select_related("product", "reviewer") if one.state == CampaignState.DRAFT else [],
        "progress": queries.progress_by_product(one) if sees else [],
        "page": keyset(lines, order=("id",), cursor=request.GET.get("cursor"), size=LINES_A_PAGE),
        "asked": request.GET,
        "evidence": Evidence.objects.visible_to(request.actor).filter(campaign=one).defer("content"),
        "decides": one.state == CampaignState.RUNNING,
    }
    return render(request, "audits/page.html", words)


def add(request: Request) -> HttpResponse:
    """Plan a campaign."""
    request.actor.need(P.AUDIT)
    form, made = forms.AuditForm.asked(request, initial={"owner": request.actor.person}), list[Campaign]()
    if form.carries(lambda: made.append(life.plan_audit(by=request.actor, **form.cleaned_data))):
        toast(request, _("Planned. Now say which products are looked at, and by whom."))
        return redirect("console:audit-page", made[0].number)
    return verbs.page(request, form, title=_("New audit"), submit=_("Plan it"), back=reverse("console:audits"))


def review(request: Request, number: str) -> HttpResponse:
    """Say whose seats are looked at by whom."""
    request.actor.need(P.AUDIT)
    one, form = find(request, number), forms.ReviewForm.asked(request)
    if form.carries(lambda: life.review(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:audit-page", one.number)
    back = reverse("console:audit-page", args=[one.number])
    return verbs.page(request, form, title=_("Look at a product"), submit=_("Add"), back=back)


def leave_out(request: Request, number: str, pk: int) -> HttpResponse:
    """Do not look at a product after all."""
    request.actor.need(P.AUDIT)
    one, form = find(request, number), VerbForm.asked(request)
    scope = get_object_or_404(one.scopes.select_related("product", "campaign"), pk=pk)
    name = scope.product.name
    if form.carries(lambda: life.leave_out(scope, by=request.actor)):
        toast(request, _("Left out."))
        return redirect("console:audit-page", one.number)
    back = reverse("console:audit-page", args=[one.number])
    return verbs.page(
        request, form, title=_("Leave %(name)s out") % {"name": name}, submit=_("Leave it out"), back=back
    )


STEPS: dict[str, tuple[type[VerbForm], Callable[..., None], Words, Words]] = {
    "start": (
        VerbForm, life.start_audit, gettext_lazy("Start"),
        gettext_lazy("Every seat that somebody has now is looked at, and each reviewer gets a message."),
    ),
    "sign_off": (
        VerbForm, life.sign_off, gettext_lazy("Sign off"),
        gettext_lazy("What was said is frozen as evidence. What is to be removed is taken back."),
    ),
    "cancel": (ReasonForm, life.cancel_audit, gettext_lazy("Cancel"), gettext_lazy("Every seat stays.")),
}  # fmt: skip


def step(request: Request, number: str, verb: str) -> HttpResponse:
    """Take a step of its life."""
    request.actor.need(P.AUDIT)
    one = find(request, number)
    kind, act, title, say = STEPS[verb]
    form = kind.asked(request)
    if form.carries(lambda: act(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Done."))
        return redirect("console:audit-page", one.number)
    back = reverse("console:audit-page", args=[one.number])
    return verbs.page(request, form, title=title, submit=title, back=back, say=say)


def find(request: Request, number: str) -> Campaign:
    """Return the campaign, if the reader may see it."""
    rows = queries.with_progress(Campaign.objects.visible_to(request.actor))
    return get_object_or_404(rows, number=number.upper())


def _asked(request: Request, lines: Any) -> Any:
    if "mine" in request.GET:
        lines = lines.filter(reviewer=request.actor.person)
    if "open" in request.GET:
        lines = lines.undecided()
    return lines
