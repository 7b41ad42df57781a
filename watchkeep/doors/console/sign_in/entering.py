"""Coming in, step by step: half in after the password, wholly in after the second factor."""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import auth
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from watchkeep.doors.ui import handing
from watchkeep.doors.ui.addresses import address_of
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock

HALF_SECONDS = 600
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Half:
    """Somebody whose password or whose provider was right and who still owes the second factor."""

    person: int
    at: float
    next: str
    proof: str = "password"


def by_password(request: HttpRequest, email: str, password: str, next: str = "") -> None:  # noqa: A002  # the field's name
    """Check e-mail and password; let them in, or half in when they have a second factor."""
    person = life.identify(email, password, address=address_of(request))
    _let_in(request, person, "password", next)


def by_source(request: HttpRequest) -> bool:
    """Let in whom another door has proved, wholly if that counts as two factors. False when nobody was left here."""
    handed = handing.take(request)
    person = Person.objects.active().filter(pk=handed.person).first() if handed else None
    if handed is None or person is None:
        return False
    if handed.is_strong:
        admit(request, person, handed.proof, handed.next, is_strong=True)
    else:
        _let_in(request, person, handed.proof, handed.next)
    return True


def by_code(request: HttpRequest, code: str) -> None:
    """Check a code of whoever is half in, and let them in."""
    half, person = half_in(request), person_half_in(request)
    if half and person:
        factor = life.prove_by_code(person, code=code, address=address_of(request))
        admit(request, person, f"{half.proof} and {factor}", half.next, is_strong=True)


def by_passkey(request: HttpRequest, answer: dict[str, Any]) -> None:
    """Check a passkey: of whoever is half in, or of whoever comes with nothing else."""
    half, person = half_in(request), person_half_in(request)
    state = request.session.pop("passkey", {})
    owner = life.prove_by_passkey(answer, state, address=address_of(request), person=person)
    proof = f"{half.proof} and passkey" if half else "passkey"
    admit(request, owner, proof, half.next if half else "", is_strong=True)


def admit(request: HttpRequest, person: Person, proof: str, next_page: str = "", *, is_strong: bool) -> None:
    """Let somebody in: a new session that remembers from where they came and what they proved."""
    address, agent = address_of(request), request.headers.get("User-Agent", "")[:200]
    actor = queries.actor_for(person)
    life.log_in(person, by=actor, address=address, agent=agent, proof=proof)
    request.session.flush()
    auth.login(request, person, backend=BACKEND)
    request.session["came"] = {"address": address, "agent": agent, "at": clock.now().isoformat()}
    request.session["strong"] = is_strong
    request.session["next"] = next_page


def half_in(request: HttpRequest) -> Half | None:
    """Return who is half in, for ten minutes."""
    kept = request.session.get("half")
    half = Half(**kept) if kept else None
    return half if half and clock.now().timestamp() - half.at < HALF_SECONDS else None


def person_half_in(request: HttpRequest) -> Person | None:
    """Return the person who is half in, unless the account was closed meanwhile."""
    half = half_in(request)
    return Person.objects.active().filter(pk=half.person).first() if half else None


def next_page(request: HttpRequest) -> str:
    """Return where to go now: the second factor, the page they wanted, or the first page."""
    if half_in(request):
        return resolve_url("console:login-code")
    wanted = request.session.pop("next", "")
    fits = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if fits else "/"


def _let_in(request: HttpRequest, person: Person, proof: str, next_page: str) -> None:
    """In, or half in for those who have a second factor."""
    if queries.has_second_factor(person):
        request.session.cycle_key()
        request.session["half"] = asdict(Half(person.pk, clock.now().timestamp(), next_page, proof))
    else:
        admit(request, person, proof, next_page, is_strong=False)
