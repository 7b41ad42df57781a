"""The list of articles, and search in it."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.knowledge.forms import Filter
from watchkeep.estate.knowledge import life, queries
from watchkeep.estate.knowledge.models import LIVE, Article, State
from watchkeep.estate.knowledge.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.pages import keyset

SHELVES: dict[str, tuple[Any, Q]] = {
    "live": (_("Published"), Q(state__in=LIVE)),
    "draft": (_("Drafts"), Q(state__in=(State.DRAFT, State.REVIEW))),
    "retired": (_("Retired"), Q(state=State.RETIRED)),
}


def listed(request: Request) -> HttpResponse:
    """What a search finds, best first; without words all articles, the newest first."""
    request.actor.need(P.SEE, str(_("see articles")))
    form = Filter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    shelf = request.GET.get("shelf", "live") if request.actor.may(P.WRITE) else "live"
    filters = _filters(asked)
    shown: dict[str, Any] = {
        "form": form, "shelf": shelf, "shelves": [(name, label) for name, (label, _fits) in SHELVES.items()],
        "may_write": request.actor.may(P.WRITE), "inbox": queries.inbox(request.actor),
        "is_filtered": any(asked.values()), "words": asked.get("q", ""),
    }  # fmt: skip
    if asked.get("q", "").strip():
        shown["found"] = _search(request.actor, asked["q"], filters)
    else:
        rows = filters.of(Article.objects.visible_to(request.actor)).select_related("owner", "team", "organisation")
        shown["page"] = keyset(rows.filter(SHELVES.get(shelf, SHELVES["live"])[1]), cursor=request.GET.get("cursor"))
    return render(request, "knowledge/list.html", shown)


def _search(actor: Actor, text: str, filters: queries.Filters) -> list[queries.Found]:
    found = queries.search(actor, text, filters=filters, most=30)
    if not found and filters == queries.Filters():
        life.miss(text)
    return found


def _filters(asked: dict[str, Any]) -> queries.Filters:
    tag = asked.get("tag", "").strip().lower().removeprefix("#")
    return queries.Filters(
        kind=asked.get("kind", ""), audience=asked.get("audience", ""), tags=(tag,) if tag else (),
        service=asked["service"].pk if asked.get("service") else None,
        team=asked["team"].pk if asked.get("team") else None,
        severity=int(asked["severity"]) if asked.get("severity") else None,
    )  # fmt: skip
