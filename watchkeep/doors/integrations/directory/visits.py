"""Visits: what a browser was sent away with, kept in its session until it comes back. Each is used once."""

import secrets
from dataclasses import asdict, dataclass

from django.http import HttpRequest

from watchkeep.estate.people.models import Source
from watchkeep.kernel import clock

MINUTES = 10
MOST = 5
"""How many sign-ins one browser may have begun at a time."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One way to a source and back. ``asked`` is the id of a SAML request; a trial signs nobody in."""

    source: int
    at: float
    nonce: str
    verifier: str
    next: str = ""
    asked: str = ""
    is_trial: bool = False

    @classmethod
    def to(cls, source: Source, *, next: str, is_trial: bool) -> "Visit":  # noqa: A002  # the field's name
        """A new visit, with secrets that nobody guesses."""
        at = clock.now().timestamp()
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        return cls(source=source.pk, at=at, nonce=nonce, verifier=verifier, next=next[:500], is_trial=is_trial)


def keep(request: HttpRequest, mark: str, visit: Visit) -> None:
    """Remember a visit by its mark: the state of OpenID Connect, the request's id of SAML."""
    kept = dict(request.session.get("visits", {}))
    newest = dict(sorted(kept.items(), key=lambda item: item[1]["at"])[-(MOST - 1) :])
    request.session["visits"] = {**newest, mark: asdict(visit)}


def take(request: HttpRequest, mark: str, source: Source) -> Visit | None:
    """Return the visit of this mark and forget it. None when it is not this browser's, another source's, or too old."""
    kept = dict(request.session.get("visits", {}))
    found = kept.pop(mark, None)
    if found is None:
        return None
    request.session["visits"] = kept
    visit = Visit(**found)
    is_fresh = clock.now().timestamp() - visit.at < MINUTES * 60
    return visit if is_fresh and visit.source == source.pk else None
