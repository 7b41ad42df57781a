"""What an identity provider is answered. It is told that we have its events when they are noted, and not before."""

from __future__ import annotations

import logging

import msgspec
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from watchkeep.doors.integrations.sign_ins.reading import Unreadable, sign_ins
from watchkeep.doors.ui.addresses import address_of
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.models import SignInLog
from watchkeep.estate.people import life as people
from watchkeep.kernel.errors import Refused

log = logging.getLogger(__name__)
LARGEST = 8 * 2**20
CHALLENGE = "X-Okta-Verification-Challenge"


@csrf_exempt  # the key proves who calls; no cookie is looked at
@login_not_required
@never_cache
def listen(request: HttpRequest, key: str = "") -> HttpResponse:
    """A provider tells who signed in where. Okta asks by GET, once, whether this address is meant."""
    source = queries.log_by(key or _key(request))
    if source is None:
        return _unknown(request)
    if request.method == "GET" and (asked := request.headers.get(CHALLENGE)):
        return _json({"verification": asked[:1000]})
    if request.method != "POST":
        return _json({"error": "Events are sent here, by POST."}, 405)
    return _listened(request, source)


def _listened(request: HttpRequest, source: SignInLog) -> HttpResponse:
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return _json({"error": f"The body is larger than {LARGEST // 2**20} MiB."}, 413)
    try:
        told = sign_ins(source.provider, body, is_csv=request.content_type == "text/csv")
        done = life.listen(source, told)
    except Unreadable as no:
        log.info("sign-in log %s was refused: %s", source.pk, no)
        return _json({"error": str(no)}, 400)
    except Refused as no:
        return _json({"error": no.message}, 413)
    return _json({"counted": done.counted, "waiting": done.waiting, "passed": done.passed})


def _key(request: HttpRequest) -> str:
    """The key as a bearer token, or as the whole header, as Okta sends what it was given."""
    told = request.headers.get("Authorization", "")
    scheme, _, rest = told.partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else told.strip()


def _unknown(request: HttpRequest) -> HttpResponse:
    """Wrong keys count against the address that brought them."""
    try:
        people.count_wrong_key(address=address_of(request))
    except people.TooMany as no:
        return _json({"error": no.message}, 429)
    return _json({"error": "This key opens nothing."}, 401)


def _json(told: object, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(told), status=status, content_type="application/json")
