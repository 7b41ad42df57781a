"""Answers to machines. ``healthz`` touches nothing, ``readyz`` asks the database, ``metrics`` counts.

``healthz/escalation`` is the dead man's switch that a watcher outside asks.
"""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from watchkeep.doors.health import escalation, figures, readiness
from watchkeep.estate.people import queries as people


@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 while this process answers at all."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when requests and jobs will be served; 503 with the reason when not."""
    checks = readiness.check()
    is_ready = all(word == "ok" for word in checks.values())
    return JsonResponse(
        {"status": "ok" if is_ready else "not ready", "checks": checks}, status=200 if is_ready else 503
    )


@require_safe
def alive(_request: HttpRequest) -> JsonResponse:
    """200 while alerts are folded, people are paged and messages leave in time; 503 with the part that is late."""
    parts = escalation.check()
    is_alive = all(word == escalation.OK for word in parts.values())
    answer = {"status": "ok" if is_alive else "late", "parts": parts}
    return JsonResponse(answer, status=200 if is_alive else 503, headers={"Cache-Control": "no-store"})


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for this machine itself or for a token with the scope ``machinery.read``."""
    if not _may_read(request):
        return HttpResponse("A token with the scope machinery.read is needed.\n", status=401, content_type="text/plain")
    try:
        return HttpResponse(figures.text(), content_type=CONTENT_TYPE_LATEST)
    except DatabaseError:
        return HttpResponse("The database cannot be reached.\n", status=503, content_type="text/plain")


def _may_read(request: HttpRequest) -> bool:
    """A scraper beside us needs no token; behind a proxy everybody seems to be beside us, so then it does."""
    is_beside_us = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
    if is_beside_us and "X-Forwarded-For" not in request.headers and "Forwarded" not in request.headers:
        return True
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    actor = people.actor_for_token(key.strip()) if scheme.lower() == "bearer" else None
    return actor is not None and actor.may("machinery.read")
