"""Procedures to read: the library, one of them, one of its versions, two side by side, and what would happen."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.procedures.documents import stages_of
from watchkeep.doors.console.procedures.views import finding
from watchkeep.duty.automation import queries
from watchkeep.duty.automation.models import Kind, Version
from watchkeep.duty.automation.permissions import P
from watchkeep.kernel import clock, pages
from watchkeep.work.tickets.models import Ticket

MOST_VERSIONS = 50


def procedures(request: Request) -> HttpResponse:
    """The library."""
    request.actor.need(P.SEE, _("see runbooks"))
    words, kind = request.GET.get("q", "")[:100], request.GET.get("kind", "")
    asked: dict[str, Any] = {
        "words": words,
        "kind": kind if kind in Kind.values else "",
        "retired": "retired" in request.GET,
        "doubtful": "doubtful" in request.GET,
    }
    page = pages.keyset(queries.library(request.actor, **asked), order=("name", "id"), cursor=request.GET.get("cursor"))
    records = queries.records_of(one.pk for one in page.rows)
    seen = {"page": page, "rows": [(one, records.get(one.pk)) for one in page.rows], **asked}
    return render(request, "procedures/list.html", seen | {"kinds": Kind.choices, **finding.may(request)})


def procedure(request: Request, slug: str) -> HttpResponse:
    """One, to read as a document."""
    found = finding.procedure(request, slug)
    version = queries.current(found)
    versions = list(found.versions.select_related("author", "publisher")[:20])
    seen = {
        "procedure": found,
        "version": version,
        "draft": versions[0] if found.published_number and versions[0].is_draft else None,
        "is_due": found.review_on is not None and found.review_on <= clock.now().date(),
        "stages": stages_of(version.plan) if version else [],
        "record": queries.records_of([found.pk]).get(found.pk),
        "ties": found.ties.select_related("service", "item_class"),
        "versions": versions,
    }
    return render(request, "procedures/procedure.html", seen | finding.may(request))


def version(request: Request, slug: str, number: int) -> HttpResponse:
    """One of its versions as it was, or as it is written now."""
    found = finding.procedure(request, slug)
    row = finding.version(found, number)
    seen = {"procedure": found, "version": row, "stages": stages_of(row.plan), **finding.may(request)}
    return render(request, "procedures/version.html", seen)


def compare(request: Request, slug: str) -> HttpResponse:
    """What changed from one version to another, line by line: from the one in force to the newest, unless told."""
    found = finding.procedure(request, slug)
    rows = list(found.versions.select_related("author", "publisher")[:MOST_VERSIONS])
    numbers = [row.number for row in rows]
    after = _chosen(request, "after", numbers, numbers[0])
    before = _chosen(request, "before", numbers, _one_before(numbers, after, found.published_number))
    texts: dict[int, Version] = {row.number: row for row in rows}
    lines = queries.compared(texts[before], texts[after])
    seen = {"procedure": found, "versions": rows, "before": before, "after": after, "lines": lines}
    return render(request, "procedures/compare.html", seen | {"changed": any(line.sign != " " for line in lines)})


def rehearse(request: Request, slug: str) -> HttpResponse:
    """What would happen, on an incident that somebody names, with all steps or one. Nothing is sent."""
    found = finding.procedure(request, slug)
    row = queries.newest(found) if "draft" in request.GET else (queries.current(found) or queries.newest(found))
    number = request.GET.get("incident", "").strip().upper()[:20]
    ticket = _tickets(request).filter(number=number).first() if number else None
    steps, wanted = queries.rehearse(row.plan, ticket), request.GET.get("step", "")
    seen = {
        "procedure": found,
        "version": row,
        "steps": [one for one in steps if not wanted or one.step.key == wanted],
        "one_step": wanted,
        "incident": number,
        "ticket": ticket,
        "latest": _tickets(request).filter(kind="incident").order_by("-id")[:12],
    }
    return render(request, "procedures/rehearse.html", seen)


def _tickets(request: Request) -> QuerySet[Ticket]:
    return Ticket.objects.visible_to(request.actor).select_related("service", "team")


def _chosen(request: Request, name: str, offered: list[int], otherwise: int) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 9 and int(said) in offered else otherwise


def _one_before(numbers: list[int], after: int, published: int | None) -> int:
    if published is not None and published != after and published in numbers:
        return published
    return next((number for number in numbers if number < after), after)
