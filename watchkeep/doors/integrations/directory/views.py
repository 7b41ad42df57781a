"""The way out and back of whoever signs in through another house."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from watchkeep.doors.integrations.directory import trying, visits
from watchkeep.doors.integrations.directory.oidc import proving as oidc
from watchkeep.doors.integrations.directory.saml import asking
from watchkeep.doors.integrations.directory.saml import proving as saml
from watchkeep.doors.integrations.directory.visits import Visit
from watchkeep.doors.ui import handing
from watchkeep.doors.ui.addresses import address_of
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.life import Unproven
from watchkeep.estate.people.models import Kind, Known, Source
from watchkeep.estate.people.permissions import P
from watchkeep.kernel.errors import Refused


@login_not_required
@never_cache
@require_GET
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Send the browser to the provider; with ``trial``, only to see what it says."""
    source, is_trial = _source(key), "trial" in request.GET
    if is_trial:
        _need_to_manage(request)
    elif request.user.is_authenticated:
        return redirect("/")
    elif not source.is_active:
        raise Http404
    visit = Visit.to(source, next=request.GET.get("next", ""), is_trial=is_trial)
    try:
        return redirect(_way_there(request, source, visit))
    except Unproven as no:
        life.note_answer(source, str(no), is_good=False)
        return _no(request, source, visit, str(no))


@login_not_required
@never_cache
@require_GET
def back(request: HttpRequest, key: str) -> HttpResponse:
    """Take the answer of an OpenID provider."""
    source = _source(key, Kind.OIDC)
    visit = visits.take(request, request.GET.get("state", "")[:80], source)
    if visit is None:
        return _refused(request, _("This sign-in did not begin in this browser, or too long ago. Begin again."))
    return _prove(request, source, visit, lambda: oidc.prove(source, visit, request.GET.dict()))


@csrf_exempt  # the assertion is signed; a cookie of ours does not come along from another site
@login_not_required
@never_cache
@require_POST
def acs(request: HttpRequest, key: str) -> HttpResponse:
    """Take an assertion, and let the browser come with a ticket and its own session.

    What is posted from another site brings no cookie, so whose browser it is shows in the next request alone.
    """
    source = _source(key, Kind.SAML)
    proofs: list[saml.Proof] = []

    def proof() -> Known:
        proofs.append(saml.prove(source, request.POST.get("SAMLResponse", "")))
        life.spend(source, proofs[0].assertion, until=proofs[0].until)
        return proofs[0].known

    try:
        known = life.prove_by_source(source, proof, address=address_of(request))
    except Refused as no:
        return _refused(request, no.message)
    ticket = life.keep_arrival(source, known, asked=proofs[0].asked, next=request.POST.get("RelayState", ""))
    return redirect(f"{settings.BASE_URL}/sso/{source.key}/arrived?ticket={ticket}")


@login_not_required
@never_cache
@require_GET
def arrived(request: HttpRequest, key: str) -> HttpResponse:
    """Take the browser with its ticket: it must be the one that was sent away, unless nobody was."""
    source = _source(key, Kind.SAML)
    arrival = life.take_arrival(source, request.GET.get("ticket", "")[:80])
    if arrival is None:
        return _refused(request, _("This sign-in is too old or was used before. Begin again."))
    known, asked, wanted = arrival
    if asked:
        visit = visits.take(request, asked, source)
    elif source.saml.takes_unasked and not request.user.is_authenticated:
        visit = Visit.to(source, next=_own_path(wanted), is_trial=False)
    else:
        visit = None
    if visit is None:
        return _refused(request, _("This sign-in did not begin in this browser, or too long ago. Begin again."))
    return _come_in(request, source, visit, known)


@login_not_required
@require_GET
def metadata(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001  # every view takes one
    """Say who we are to a SAML provider."""
    return HttpResponse(asking.metadata(_source(key, Kind.SAML)), content_type="application/samlmetadata+xml")


def _source(key: str, *kinds: str) -> Source:
    source = queries.door(key, *(kinds or (Kind.OIDC, Kind.SAML)))
    if source is None:
        raise Http404
    return source


def _way_there(request: HttpRequest, source: Source, visit: Visit) -> str:
    if source.kind == Kind.OIDC:
        state = secrets.token_urlsafe(24)
        visits.keep(request, state, visit)
        return oidc.way_there(source, state, visit)
    address, asked = asking.way_there(source)  # the request's id comes back in the assertion
    visits.keep(request, asked, visit)
    return address


def _prove(request: HttpRequest, source: Source, visit: Visit, proof: Callable[[], Known]) -> HttpResponse:
    try:
        known = proof() if visit.is_trial else life.prove_by_source(source, proof, address=address_of(request))
    except Unproven as no:
        return _no(request, source, visit, str(no))
    except Refused as no:
        return _refused(request, no.message)
    return _come_in(request, source, visit, known)


def _come_in(request: HttpRequest, source: Source, visit: Visit, known: Known) -> HttpResponse:
    if visit.is_trial:
        _need_to_manage(request)
        life.keep_trial(source, is_good=True, lines=trying.in_words(source, known))
        return redirect("console:source", source.pk)
    if not source.is_active:
        raise Http404
    try:
        person = life.arrive(source, known)
    except Refused as no:
        return _refused(request, no.message)
    life.note_answer(source, _("Somebody signed in."), is_good=True)
    strong = life.is_strong(source, known)
    handing.hand(request, person=person.pk, proof=source.name, is_strong=strong, next=visit.next)
    return redirect("console:login-arrived")


def _no(request: HttpRequest, source: Source, visit: Visit, why: str) -> HttpResponse:
    if visit.is_trial:
        life.keep_trial(source, is_good=False, lines=[why])
        return redirect("console:source", source.pk)
    return _refused(
        request, _("%(name)s does not answer as it should. Ask your administrator.") % {"name": source.name}
    )


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    handing.refuse(request, words)
    return redirect("console:login")


def _need_to_manage(request: HttpRequest) -> None:
    actor = getattr(request, "actor", None)
    if actor is None or not actor.may(P.SOURCES):
        raise Http404


def _own_path(wanted: str) -> str:
    """A path here that a provider's menu may lead to, and nothing else."""
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, set()) else ""
