"""One question, asked everywhere."""

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from watchkeep.doors.console import finding
from watchkeep.doors.console.asking import Request

LONGEST = 200


def palette(request: Request) -> JsonResponse:
    """A few of each kind, while one types."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    found = finding.everywhere(request.actor, words, size=6) if words else []
    groups = [{"title": str(finds.title), "items": [asdict(item) for item in finds.items]} for finds in found]
    return JsonResponse({"groups": groups})


def search(request: Request) -> HttpResponse:
    """More of each kind, on a page with an address."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    found = finding.everywhere(request.actor, words, size=25) if words else []
    return render(request, "search/page.html", {"words": words, "found": found})
