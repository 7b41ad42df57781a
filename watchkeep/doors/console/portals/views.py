"""The portals: how they greet, and figures that open to what they are made of."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.portals.forms import PortalForm, known
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.fulfilment import queries as fulfilment
from watchkeep.estate.knowledge.models import Gap
from watchkeep.kernel import clock
from watchkeep.kernel.pages import keyset
from watchkeep.work.selfservice import queries
from watchkeep.work.selfservice.models import Outcome, Portal
from watchkeep.work.selfservice.permissions import P
from watchkeep.work.surveys import queries as surveys
from watchkeep.work.surveys.permissions import P as Surveys

SPANS, USUAL = (30, 90, 365), 90
VAIN = 5
WHICH = {
    "": gettext_lazy("All searches"),
    "read": gettext_lazy("Read an article"),
    "vain": gettext_lazy("Found nothing"),
}
WHICH |= dict(Outcome.choices)


def figures(request: Request) -> HttpResponse:
    """How often people helped themselves, what they looked for in vain, and how content they are."""
    request.actor.need(P.SEE, _("see how the portals do"))
    days, since = _span(request)
    found, weeks = queries.figures(since), queries.weeks(since)
    context = {
        "days": days, "spans": SPANS, "figures": found, "weeks": weeks,
        "most": max((week.searches for week in weeks), default=0),
        "outcomes": [(value, words, found.outcomes.get(value, 0)) for value, words in Outcome.choices],
        "helpful": queries.helpful_articles(since),
        "quieted": queries.quieted(request.actor, clock.now()),
        "vain": Gap.objects.visible_to(request.actor).open()[:VAIN],
        "orders": fulfilment.came_true(since).count(),
        "unaided": fulfilment.came_true(since, unaided=True).count(),
        **_content(request, since),
    }  # fmt: skip
    return render(request, "portals/figures.html", context)


def searches(request: Request) -> HttpResponse:
    """The searches behind a figure."""
    request.actor.need(P.SEE, _("see how the portals do"))
    days, since = _span(request)
    which = request.GET.get("which", "")
    page = keyset(queries.attempts(since, which), order=("-id",), cursor=request.GET.get("cursor"))
    tabs = [(words, f"{request.path}?days={days}&which={value}") for value, words in WHICH.items()]
    return render(request, "portals/searches.html", {"page": page, "tabs": tabs, "days": days})


def comments(request: Request) -> HttpResponse:
    """What people wrote when they were asked how it was."""
    request.actor.need(Surveys.SEE, _("see what people say"))
    days, since = _span(request)
    page = keyset(surveys.comments(request.actor, since), order=("-id",), cursor=request.GET.get("cursor"))
    return render(request, "portals/comments.html", {"page": page, "days": days})


def portals(request: Request) -> HttpResponse:
    """The two portals, as their readers meet them."""
    request.actor.need(P.SEE, _("see the portals"))
    rows = Portal.objects.select_related("logo").prefetch_related("categories")
    return render(request, "portals/list.html", {"portals": rows, "may_configure": request.actor.may(P.CONFIGURE)})


def edit(request: Request, audience: str) -> HttpResponse:
    """Let a portal greet otherwise."""
    request.actor.need(P.CONFIGURE, _("change portals"))
    portal = get_object_or_404(Portal.objects.select_related("logo"), audience=audience)
    form = PortalForm.asked(request, initial=known(portal))
    if form.carries(lambda: form.save(portal, by=request.actor)):
        toast(request, _("Saved."))
        return redirect("console:portals")
    title = _("Portal for %(audience)s") % {"audience": portal.get_audience_display().lower()}
    return verbs.page(request, form, title=title, submit=_("Save"), back=reverse("console:portals"))


def _content(request: Request, since: datetime) -> dict[str, Any]:
    """How content people are, for those who may look at it."""
    if not request.actor.may(Surveys.SEE):
        return {}
    return {
        "content": surveys.satisfaction(since),
        "parts": [
            (_("By month"), surveys.by_month(since), "month"),
            (_("By team"), surveys.by_team(since), "team"),
            (_("By service"), surveys.by_service(since), "service"),
        ],
        "said": surveys.comments(request.actor, since)[:VAIN],
    }


def _span(request: Request) -> tuple[int, datetime]:
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, SPANS) else USUAL
    return days, clock.now() - timedelta(days=days)
