"""What a session has proved just now, and the code that it waits for: on the server, and old within minutes."""

from datetime import datetime
from typing import Any

from watchkeep.doors.ui.addresses import address_of
from watchkeep.doors.ui.asking import Request
from watchkeep.duty.notify import life as notify
from watchkeep.estate.people import life
from watchkeep.kernel import clock

PROVED, SENT, ASKED = "proved", "proof_code", "proof_passkey"


def is_proved(request: Request) -> bool:
    """Whether an order that wants a proof could be placed now."""
    return bool(_kept(request)) or _is_fresh(_strong_since(request))


def key_of(request: Request) -> str:
    """The key of a proof for one order: the one given here, or that of a sign-in a moment ago; empty for none."""
    if key := _kept(request):
        return key
    at = _strong_since(request)
    return life.prove_by_sign_in(request.user, by=request.actor, at=at) if at and _is_fresh(at) else ""


def keep(request: Request, key: str) -> None:
    """They have proved it."""
    request.session[PROVED] = {"key": key, "at": clock.now().isoformat()}
    request.session.pop(SENT, None)


def forget(request: Request) -> None:
    """It has been used."""
    request.session.pop(PROVED, None)


def send_code(request: Request, method: int | None) -> None:
    """Send a code to one of their addresses; only this session can give it back."""
    key, hint = notify.send_code(request.user, by=request.actor, method=method, address=address_of(request))
    request.session[SENT] = {"key": key, "hint": hint}


def check_sent(request: Request, code: str) -> None:
    """Check the code that was sent, where this session waits for one."""
    key = request.session.get(SENT, {}).get("key", "")
    keep(request, life.prove_by_sent_code(request.user, key=key, **_given(request, code)))


def check_code(request: Request, code: str) -> None:
    """Check a code of the app, or a recovery code."""
    keep(request, life.prove_anew_by_code(request.user, **_given(request, code)))


def check_passkey(request: Request, answer: dict[str, Any]) -> None:
    """Check a passkey's answer to the question that this session asked."""
    state = request.session.pop(ASKED, {})
    key = life.prove_anew_by_passkey(
        request.user, by=request.actor, answer=answer, state=state, address=address_of(request)
    )
    keep(request, key)


def _given(request: Request, code: str) -> dict[str, Any]:
    return {"by": request.actor, "code": code[:40], "address": address_of(request)}


def _kept(request: Request) -> str:
    kept = request.session.get(PROVED)
    return str(kept["key"]) if kept and _is_fresh(datetime.fromisoformat(kept["at"])) else ""


def _strong_since(request: Request) -> datetime | None:
    """When this session began, if it began with a second factor."""
    came = request.session.get("came", {}).get("at") if request.session.get("strong") else None
    return datetime.fromisoformat(came) if came else None


def _is_fresh(at: datetime | None) -> bool:
    return at is not None and clock.now() - life.FRESH < at
