"""What the public asks for: files of a page, and to hear of its news."""

import hashlib
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from watchkeep.doors.statuspage import asking, drawing, paths
from watchkeep.doors.statuspage.paths import Path
from watchkeep.doors.ui.addresses import address_of
from watchkeep.duty.announcements import life, queries
from watchkeep.duty.announcements.models import Component, StatusPage
from watchkeep.kernel.errors import Refused

FRESH_SECONDS = 15


@login_not_required
@require_safe
def with_slash(_request: HttpRequest, slug: str) -> HttpResponse:
    """Relative links need the slash at the end."""
    return HttpResponsePermanentRedirect(f"/status/{slug}/")


@login_not_required
@csrf_exempt  # nothing is done in the reader's name: whoever asks for mails must read them
@require_http_methods(["GET", "HEAD", "POST"])
def serve(request: HttpRequest, slug: str, rest: str = "") -> HttpResponse:
    """A file of a page; a private page to those who may read it."""
    page = asking.page_of(request, slug)
    if page is None:
        return render(request, "statuspage/unknown.html", status=404)
    if not rest and page.is_private and (mark := queries.opened_by(page, request.GET.get("key", ""))):
        return asking.remember(page, mark, request)
    path = paths.read(rest, queries.languages_of(page))
    if path is None:
        raise Http404
    if request.method == "POST":
        return _subscribe(request, page, path)
    language = path.language or asking.language_of(request, page)
    body = drawing.draw(path, queries.snapshot(page, also=path.number), language=language, live=True)
    if body is None:
        raise Http404
    return _answer(request, page, path, body, language)


@login_not_required
@csrf_exempt  # the same; the link itself is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The link in the first mail. Looking changes nothing, because mail scanners follow links; the button says yes."""
    page = asking.page_of_link(slug, token)
    with translation.override(asking.language_of(request, page)):
        try:
            done = life.confirm(token) if request.method == "POST" else None
        except Refused as no:
            return render(request, "statuspage/letter.html", {"page": page, "no": no.message, "up": "../"}, status=410)
        said = {"page": page, "verb": "confirm", "done": done, "up": "../"}
        return render(request, "statuspage/letter.html", said)


@login_not_required
@csrf_exempt  # the same, and mail programs press the button themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The link in every mail and delivery: choose anew what to hear of, or stop. Who has gone is told the same."""
    page = asking.page_of_link(slug, token)
    subscriber, language = life.subscriber_of(page, token), asking.language_of(request, page)
    is_over = subscriber is None
    if subscriber and request.method == "POST":
        if chosen := request.POST.get("verb") == "choose":
            life.choose(subscriber, _chosen(request, page))
        else:
            life.unsubscribe(subscriber)
        is_over = not chosen
    said = {"page": page, "verb": "stop", "done": is_over, "up": "../", "saved": request.method == "POST"}
    if subscriber and not is_over:
        said |= drawing.held(subscriber, language)
    with translation.override(language):
        return render(request, "statuspage/letter.html", said)


def _subscribe(request: HttpRequest, page: StatusPage, path: Path) -> HttpResponse:
    """Ask for mails, or for a program to be asked. The answer is the same whoever asks for whatever address."""
    if path.name != "subscribe":
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    language, no = path.language or asking.language_of(request, page), ""
    given: dict[str, Any] = {
        "sender": address_of(request), "language": language, "components": _chosen(request, page),
    }  # fmt: skip
    way = "program" if "program" in request.POST else "address"
    try:
        with translation.override(language):
            if way == "program":
                life.ask_program(page, address=request.POST["program"][:1000], **given)
            else:
                life.subscribe(page, address=request.POST.get("address", "")[:254], **given)
    except Refused as error:
        no = error.message
    told = {"asked": "" if no else way, "no": {way: no} if no else {}, "kept": request.POST}
    body = drawing.draw(path, queries.snapshot(page), language=language, live=True, **told)
    answer = HttpResponse(body, content_type=drawing.TYPES["html"], status=422 if no else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _chosen(request: HttpRequest, page: StatusPage) -> list[Component]:
    """The components of the page that were ticked."""
    chosen = [int(pk) for pk in request.POST.getlist("components")[:200] if pk.isdecimal() and len(pk) < 16]
    return list(Component.objects.filter(page=page, is_active=True, pk__in=chosen))


def _answer(request: HttpRequest, page: StatusPage, path: Path, body: bytes, language: str) -> HttpResponse:
    """The file with what caches and other sites need to know."""
    answer = HttpResponse(body, content_type=drawing.TYPES[path.kind])
    answer["Cache-Control"] = "private, no-cache" if page.is_private else f"public, max-age={FRESH_SECONDS}"
    if path.kind == "html":
        answer["Content-Language"] = language
    if path.kind in ("html", "rss", "atom") and not path.language:
        patch_vary_headers(answer, ["Accept-Language"])
    if not page.is_private and path.kind != "html":
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    answer["ETag"] = etag
    return get_conditional_response(request, etag, None, answer) or answer
