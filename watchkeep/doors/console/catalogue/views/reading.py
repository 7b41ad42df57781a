"""Items to read: all of them, one, two of its editions side by side, and the form as whoever orders meets it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.catalogue.forms.about import FilterForm
from watchkeep.doors.console.catalogue.views import finding
from watchkeep.doors.ui import items as shown
from watchkeep.doors.ui.questions import AnswerForm
from watchkeep.duty.fulfilment import queries as fulfilment
from watchkeep.duty.sla import queries as sla
from watchkeep.kernel import clock, pages
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import Audience, CatalogueItem, Category, Edition
from watchkeep.work.requests.permissions import P

MOST_EDITIONS = 50
END = "end"


def items(request: Request) -> HttpResponse:
    """All items, narrowed by what the address says."""
    request.actor.need(P.SEE_CATALOGUE, _("work with the catalogue"))
    form = FilterForm(request.GET)
    rows = queries.items(request.actor, **form.asked_for)
    page = pages.keyset(rows, order=("name", "id"), cursor=request.GET.get("cursor"))
    seen = {"page": page, "asked": request.GET, "shelves": Category.objects.all(), "audiences": Audience.choices}
    words = {"standings": queries.STANDINGS, "today": clock.now().date(), **finding.may(request)}
    return render(request, "catalogue/list.html", seen | words)


def item(request: Request, pk: int) -> HttpResponse:
    """One item: what it is, what is asked and charged, who must agree, how it comes true, and its history."""
    found = finding.item(request, pk)
    editions = list(found.editions.select_related("author")[:20])
    draft = editions[0] if editions and editions[0].is_draft else None
    edition = found.edition or draft
    seen = {
        "item": found,
        "about": shown.to_html(found, lambda number: reverse("console:catalogue-picture", args=[found.pk, number])),
        "edition": edition,
        "draft": draft,
        "rule": queries.rule_of(edition) if edition else [],
        "editions": editions,
        "plan": fulfilment.plan_of(found.pk),
        "pool": fulfilment.pool_of(found.pk),
        "missing": fulfilment.missing_of(found.pk),
        "promise": sla.promised(found),
        "held": queries.held_of(found),
        "is_due": found.review_on is not None and found.review_on <= clock.now().date(),
        "narrowed": [*found.teams.all(), *found.organisations.all()],
    }
    return render(request, "catalogue/item.html", seen | finding.may(request))


def compare(request: Request, pk: int) -> HttpResponse:
    """What changed from one edition to another: from the one in force to the newest, unless told."""
    found = finding.item(request, pk)
    rows = {row.number: row for row in found.editions.all()[:MOST_EDITIONS]}
    if not rows:
        raise Http404
    numbers = list(rows)
    after = _chosen(request, "after", numbers, numbers[0])
    in_force = found.edition.number if found.edition and found.edition.number != after else None
    before = _chosen(request, "before", numbers, in_force or next((one for one in numbers if one < after), after))
    lines = queries.compared(rows[before], rows[after])
    seen = {"item": found, "editions": rows.values(), "before": before, "after": after, "lines": lines}
    return render(request, "catalogue/compare.html", seen | {"changed": any(line.sign != " " for line in lines)})


def preview(request: Request, pk: int) -> HttpResponse:
    """The form as whoever orders meets it, one decision at a time. Answers stand in the address; nothing is kept."""
    found = finding.item(request, pk)
    edition = _edition(request, found)
    answers = _answered(request, edition)
    clean, faults = life.check(edition, answers, by=request.actor)
    at = request.GET.get("at", "")[:60]
    place = queries.flow(edition, clean, at)
    is_file = place.question is not None and place.question.ask == life.Ask.FILE
    why = faults.get(at, "") if "go" in request.GET and not is_file else ""
    if "go" in request.GET and not why:
        place = queries.flow(edition, clean, place.following or END)
    form = None
    if place.question is not None:
        given = {"answer": answers.get(place.question.name)}
        form = AnswerForm(initial=given, question=place.question, actor=request.actor)
    seen: dict[str, Any] = {"item": found, "edition": edition, "place": place, "form": form, "why": why}
    said = queries.said(edition.questions, clean)
    kept = [(name, one) for name, value in answers.items() for one in _as_list(value)]
    return render(
        request, "catalogue/preview.html", seen | {"said": said, "kept": kept, "rule": queries.rule_of(edition)}
    )


def _edition(request: Request, found: CatalogueItem) -> Edition:
    edition = queries.newest(found) if "draft" in request.GET else found.edition
    if edition is None:
        raise Http404
    return edition


def _answered(request: Request, edition: Edition) -> dict[str, Any]:
    """What the address says: earlier answers as ``a.NAME``, the one just given as ``answer``."""
    said: dict[str, Any] = {}
    for question in edition.questions:
        own = "answer" if question.name == request.GET.get("at") and "go" in request.GET else f"a.{question.name}"
        given = [one for one in request.GET.getlist(own) if one]
        if given:
            said[question.name] = given if question.ask == life.Ask.CHOICES else given[0]
    return said


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _chosen(request: Request, name: str, offered: list[int], otherwise: int) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 9 and int(said) in offered else otherwise
