"""What a pipeline is answered. It is told that we have its report when we have it, and not before."""

from __future__ import annotations

import hashlib
import logging
from functools import cache
from pathlib import Path

import msgspec
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from watchkeep.doors.integrations.pipelines import asking, kubernetes, reading
from watchkeep.doors.integrations.pipelines.proofs import Unproven, prove
from watchkeep.doors.integrations.pipelines.words import Said, Unreadable
from watchkeep.doors.ui.addresses import address_of
from watchkeep.estate.people import life as people
from watchkeep.kernel.errors import Refused
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import PipelineSource, Provider

log = logging.getLogger(__name__)
LARGEST = 4 * 2**20
PROGRAM = Path(__file__).with_name("gate.py")


@csrf_exempt  # the key proves who calls; no cookie is looked at
@login_not_required
@never_cache
def listen(request: HttpRequest, key: str = "") -> HttpResponse:
    """A pipeline tells what goes live: known by its key, proven by its signature, kept, and read a moment later."""
    source = queries.source_by(key or _bearer(request))
    if source is None:
        return _unknown(request)
    if request.method != "POST":
        return _json({"error": "Deployments are reported here, by POST."}, 405)
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return _json({"error": f"The body is larger than {LARGEST // 2**20} MiB."}, 413)
    try:
        prove(source, request.headers, body)
    except Unproven as no:
        log.warning("pipeline %s: a report was refused: %s", source.pk, no)
        life.note_doubt(source, str(no))
        return _json({"error": f"This is not proven to come from {source.get_provider_display()}: {no}."}, 401)
    return _kept(request, source, body)


@csrf_exempt
@login_not_required
@never_cache
def gate(request: HttpRequest) -> HttpResponse:
    """A pipeline asks whether it may go on, by the key of its source."""
    source = queries.source_by(_bearer(request))
    if source is None:
        return _unknown(request)
    if request.method != "POST":
        return _json({"error": "Questions are asked here, by POST."}, 405)
    body = request.read(asking.LARGEST + 1)
    if len(body) > asking.LARGEST:
        return _json({"error": f"The body is larger than {asking.LARGEST // 2**10} KiB."}, 413)
    return _answered(source, body)


@login_not_required
def program(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """The program that pipelines ask with: one file that needs nothing but Python."""
    answer = HttpResponse(_program(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="gate.py"'
    return answer


def _answered(source: PipelineSource, body: bytes) -> HttpResponse:
    try:
        return _json(asking.ask(source, reading.decoded(body)))
    except Unreadable as no:
        return _json({"error": str(no)}, 400)
    except Refused as no:
        return _json({"error": no.message, "field": no.field, "code": no.code}, 422 if no.field else 409)


def _kept(request: HttpRequest, source: PipelineSource, body: bytes) -> HttpResponse:
    mark = reading.READERS[source.provider].mark(request.headers) or hashlib.sha256(body).hexdigest()
    event = next((told for name in reading.KEPT_HEADERS if (told := request.headers.get(name))), "")
    try:
        said = reading.decoded(body)
        found = reading.reports(source.provider, request.headers, said)
    except Unreadable as no:
        log.info("pipeline %s: a report was refused: %s", source.pk, no)
        life.keep_refused(source, mark=mark, event=event, body=body, why=str(no))
        return _json({"error": str(no)}, 400)
    kept = life.keep(source, mark=mark, event=event, body=body)
    return _thanks(source, said, {"delivery": kept.pk, "deployments": len(found)})


def _thanks(source: PipelineSource, said: Said, told: dict[str, object]) -> HttpResponse:
    answer = kubernetes.answer(said) if source.provider == Provider.KUBERNETES else None
    return _json(answer) if answer else _json(told, 202)


def _bearer(request: HttpRequest) -> str:
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else ""


def _unknown(request: HttpRequest) -> HttpResponse:
    """Wrong keys count against the address that brought them."""
    try:
        people.count_wrong_key(address=address_of(request))
    except people.TooMany as no:
        return _json({"error": no.message}, 429)
    return _json({"error": "This key opens nothing."}, 401)


@cache
def _program() -> bytes:
    return PROGRAM.read_bytes()


def _json(told: object, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(told), status=status, content_type="application/json")
