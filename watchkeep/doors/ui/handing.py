"""From one door to another: somebody whom a provider has proved is handed to the door that opens.

It lies in the browser's own session, on the server, for a minute, and is taken once. Nothing of it is in an address.
"""

from dataclasses import asdict, dataclass

from django.http import HttpRequest

from watchkeep.kernel import clock

SECONDS = 60
PROVEN, REFUSED = "handed", "handed_no"


@dataclass(frozen=True, kw_only=True)
class Handed:
    """Who was proved, by whom in words, whether that counts as two factors, and where they wanted to go."""

    person: int
    proof: str
    is_strong: bool
    next: str
    at: float


def hand(request: HttpRequest, *, person: int, proof: str, is_strong: bool, next: str) -> None:  # noqa: A002  # the field's name
    """Leave somebody for the door that opens."""
    handed = Handed(person=person, proof=proof, is_strong=is_strong, next=next, at=clock.now().timestamp())
    request.session[PROVEN] = asdict(handed)


def take(request: HttpRequest) -> Handed | None:
    """Take whoever was left here; nobody if that was more than a minute ago."""
    kept = request.session.pop(PROVEN, None)
    handed = Handed(**kept) if kept else None
    return handed if handed and clock.now().timestamp() - handed.at < SECONDS else None


def refuse(request: HttpRequest, words: str) -> None:
    """Leave a word why somebody does not come in, for the page on which one signs in."""
    request.session[REFUSED] = words


def refusal(request: HttpRequest) -> str:
    """Take that word, once."""
    return str(request.session.pop(REFUSED)) if REFUSED in request.session else ""
