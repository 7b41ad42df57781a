"""Proving once more who one is, just before something that a stolen session must not be able to do.

What checks a code, and what counts who asks for one, is in no transaction, on purpose: it stays counted although the
caller is refused.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import rules
from watchkeep.estate.people.events import CodeSent, Proved
from watchkeep.estate.people.life import limiting
from watchkeep.estate.people.life.coming_in import attempt
from watchkeep.estate.people.life.factors import prove_by_code
from watchkeep.estate.people.life.passkeys import Json, prove_by_passkey
from watchkeep.estate.people.models import FreshProof, Person, SentCode, Way
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused, TooSoon
from watchkeep.kernel.facts import tell
from watchkeep.kernel.secrets import digest, new_key

FRESH: Final = timedelta(minutes=10)
"""How long a proof counts, and how long ago a sign-in with a second factor may be."""
DIGITS: Final = 6


def prove_by_sign_in(person: Person, *, by: Actor, at: datetime) -> str:
    """Let a sign-in with a second factor count, if it was a moment ago. Returns the proof's key."""
    _refuse_others(person, by)
    if not clock.now() - FRESH < at <= clock.now():
        raise Refused(_("You signed in too long ago."), code="proof_required")
    return _proved(person, Way.SIGN_IN, by=by)


def prove_anew_by_code(person: Person, *, by: Actor, code: str, address: str) -> str:
    """Check a code of the app, or a recovery code. Returns the proof's key; refused (field ``code``) when wrong."""
    _refuse_others(person, by)
    way = prove_by_code(person, code=code, address=address)
    return _proved(person, Way.APP if way == "app" else Way.RECOVERY, by=by)


def prove_anew_by_passkey(person: Person, *, by: Actor, answer: Json, state: Any, address: str) -> str:
    """Check a passkey's answer. Returns the proof's key."""
    _refuse_others(person, by)
    prove_by_passkey(answer, state, address=address, person=person)
    return _proved(person, Way.PASSKEY, by=by)


def count_code(person: Person, *, by: Actor, address: str) -> None:
    """Count that they ask for a code, before one is made. Refused when several are on their way."""
    _refuse_others(person, by)
    if not limiting.may_write(f"proof:{person.pk}", address=address):
        wait = int(rules.LETTERS.first.total_seconds())
        raise TooSoon(_("Several codes are on their way. Wait a few minutes."), wait=wait)


@transaction.atomic
def make_code(person: Person, *, by: Actor, address: str) -> tuple[str, str, int]:
    """Make a code to be sent to them, once it is counted (``count_code``).

    Returns a key for the session that asks, the code, and the fact that tells it.
    """
    _refuse_others(person, by)
    key, kept = new_key()
    code = "".join(secrets.choice("0123456789") for _place in range(DIGITS))
    SentCode.objects.create(
        person=person, digest=kept, code=digest(f"{key}:{code}"), expires_at=clock.now() + FRESH
    )  # fmt: skip
    return key, code, tell(CodeSent(record=person.pk, by=by, address=address)).id


def prove_by_sent_code(person: Person, *, by: Actor, key: str, code: str, address: str) -> str:
    """Check a code that was sent. Returns the proof's key; refused (field ``code``) when it is wrong, old or used."""
    _refuse_others(person, by)
    wrong = Refused(_("That code does not fit, or is too old."), field="code", code="wrong")
    attempt(f"factor:{person.pk}", address, person, lambda: _use_code(person, key, code), wrong)
    return _proved(person, Way.SENT_CODE, by=by)


@transaction.atomic
def use_proof(person: Person, key: str) -> str:
    """Take a proof: it counts once. Returns how they proved it; refused (field ``proof``) when there is none."""
    kept = FreshProof.objects.filter(person=person, digest=digest(key))
    if not key or kept.standing(clock.now()).update(used_at=clock.now()) != 1:
        raise Refused(_("Prove first that it is you."), field="proof", code="proof_required")
    return kept.values_list("way", flat=True).get()


def _use_code(person: Person, key: str, code: str) -> bool:
    fits = digest(f"{key}:{''.join(code.split())}")
    rows = SentCode.objects.filter(person=person, digest=digest(key), code=fits, used_at=None)
    return rows.filter(expires_at__gt=clock.now()).update(used_at=clock.now()) == 1


@transaction.atomic
def _proved(person: Person, way: Way, *, by: Actor) -> str:
    key, kept = new_key()
    FreshProof.objects.create(person=person, way=way, digest=kept, expires_at=clock.now() + FRESH)
    tell(Proved(record=person.pk, by=by, way=way))
    return key


def _refuse_others(person: Person, by: Actor) -> None:
    if by.person != person.pk:
        raise NotAllowed(_("Only they themselves prove who they are."))
