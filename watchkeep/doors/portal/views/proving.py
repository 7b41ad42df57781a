"""Proving once more who one is, before an order that wants to be sure."""

import json

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from watchkeep.doors.portal import proving
from watchkeep.doors.portal.views.catalogue import offered
from watchkeep.doors.ui import refusals
from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.notify import queries as notices
from watchkeep.estate.people import life, queries
from watchkeep.kernel.errors import Refused


@never_cache
@sensitive_post_parameters("code")
def prove(request: Request, slug: str) -> HttpResponse:
    """Ask for a proof by whichever way this person has."""
    found, no, status = offered(request, slug), "", 200
    if request.method == "POST":
        try:
            _check(request)
        except Refused as refusal:
            no, status = refusal.message, refusals.status_of(refusal)
        else:
            toast(request, _("Thank you, it is you."))
            return redirect(_end(slug))
    ways = notices.proving_ways(request.user)
    seen = {
        "item": found,
        "no": no,
        "has_app": queries.has_app(request.user),
        "has_passkey": request.user.passkeys.exists(),
        "ways": ways,
        "sent": request.session.get(proving.SENT, {}).get("hint", ""),
    }
    return render(request, "portal/prove.html", seen, status=status)


@require_POST
def send_code(request: Request, slug: str) -> HttpResponse:
    """Send a code to one of one's addresses."""
    offered(request, slug)
    given = request.POST.get("method", "")
    unknown = 0 if given else None
    proving.send_code(request, int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else unknown)
    return redirect("portal:prove", slug)


@require_POST
def passkey_options(request: Request, slug: str) -> JsonResponse:
    """Give a browser the question that a passkey answers."""
    offered(request, slug)
    options, request.session[proving.ASKED] = life.begin_passkey_proof(request.user)
    return JsonResponse(options)


@require_POST
def passkey(request: Request, slug: str) -> JsonResponse:
    """Take a passkey's answer; say where to go, or in words why not."""
    offered(request, slug)
    try:
        answer = json.loads(request.body)
        proving.check_passkey(request, answer if isinstance(answer, dict) else {})
    except json.JSONDecodeError:
        return JsonResponse({"error": _("That answer does not fit. Try again.")}, status=422)
    except Refused as no:
        return refusals.as_json(no)
    return JsonResponse({"next": _end(slug)})


def _check(request: Request) -> None:
    check = proving.check_sent if "sent" in request.POST else proving.check_code
    check(request, request.POST.get("sent") or request.POST.get("code", ""))


def _end(slug: str) -> str:
    return f"{reverse('portal:order', args=[slug])}?at=end"
