"""Your sessions and second factors: seen and ended by a program, too; what is added is added in the browser."""

import hashlib
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from pydantic import Field

from watchkeep.doors.api import carrying
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Record
from watchkeep.doors.ui.addresses import address_of
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Passkey, Person, Session, TotpDevice
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed

router = Resource("Sessions")
factors = Resource("Second factors")
MOST = 100
SessionId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", examples=["0" * 32])]


class SessionOut(Record):
    """A browser that is signed in as you."""

    id: str
    """Names the session and opens nothing."""
    address: str | None
    agent: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class SessionsOut(Record):
    """The browsers that are signed in as you, the one seen last first."""

    sessions: list[SessionOut]


class PasskeyOut(Record):
    """A passkey or security key of yours."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


class FactorsOut(Record):
    """What proves that it is you, besides the password."""

    app_since: datetime | None
    """Since when an authenticator app counts; null without one."""
    passkeys: list[PasskeyOut]
    recovery_codes_left: int


class Proof(Change):
    """Your password again: without it, whoever found a token could take your second factor away."""

    password: Annotated[str, Field(min_length=1, max_length=4096)]


@router.read("", SessionsOut)
def get_sessions(request: Call) -> SessionsOut:
    """The browsers that are signed in as you."""
    return SessionsOut(sessions=[_shown(one) for one in _living(request)])


@router.verb("/{slug:session}/end", None)
def end_session(request: Call, session: SessionId) -> None:
    """Sign a browser out, such as that of a lost telephone."""
    row = next((one for one in _living(request) if id_of(one) == session), None)
    if row is None:
        raise Http404
    life.end_session(row, by=request.auth)


@router.verb("/end-all", None)
def end_sessions(request: Call) -> None:
    """Sign all your browsers out. Tokens stay."""
    life.end_other_sessions(_me(request), by=request.auth, keep=None)


@factors.read("", FactorsOut)
def get_factors(request: Call) -> FactorsOut:
    """Your second factors. They are added in the browser: an app and a passkey have to be there to prove themselves."""
    me = _me(request)
    names = ("name", "created_at", "last_used_at")
    return FactorsOut(
        app_since=TotpDevice.objects.filter(person=me).values_list("confirmed_at", flat=True).first(),
        passkeys=[PasskeyOut(id=one.pk, **{name: getattr(one, name) for name in names}) for one in me.passkeys.all()],
        recovery_codes_left=me.recovery_codes.filter(used_at=None).count(),
    )


def _prove(request: Call, body: Proof, **_given: Any) -> None:
    life.confirm(_me(request), body.password, address=address_of(request))


@factors.verb("/app/remove", FactorsOut)
@carrying.first(_prove)
def remove_app(request: Call, body: Proof) -> FactorsOut:  # noqa: ARG001  # the body has been proved
    """Do without the authenticator app."""
    life.remove_totp(_me(request), by=request.auth)
    return get_factors(request)


@factors.verb("/passkeys/{int:passkey}/remove", FactorsOut)
@carrying.first(_prove)
def remove_passkey(request: Call, passkey: Id, body: Proof) -> FactorsOut:  # noqa: ARG001  # the body has been proved
    """Do without this passkey."""
    key = get_object_or_404(Passkey, pk=passkey, person=request.auth.person or 0)
    life.remove_passkey(key, by=request.auth)
    return get_factors(request)


def id_of(session: Session) -> str:
    """Name a session outside; its key itself would open it."""
    return hashlib.sha256(f"session {session.pk}".encode()).hexdigest()[:32]


def _living(request: Call) -> list[Session]:
    return list(Session.objects.filter(person=request.auth.person or 0, expire_date__gt=clock.now())[:MOST])


def _shown(session: Session) -> SessionOut:
    names = ("address", "agent", "created_at", "seen_at")
    return SessionOut(
        id=id_of(session), expires_at=session.expire_date, **{name: getattr(session, name) for name in names}
    )


def _me(request: Call) -> Person:
    me = Person.objects.filter(pk=request.auth.person or 0).first()
    if me is None:
        raise NotAllowed("Only a person has sessions and second factors.")
    return me
