"""The second factor by code: an authenticator app (RFC 6238), and recovery codes for the day it is lost."""

import secrets
from base64 import b32decode, b32encode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries
from watchkeep.estate.people.events import FactorAdded, FactorRemoved, RecoveryCodesMade
from watchkeep.estate.people.life.coming_in import attempt
from watchkeep.estate.people.models import Person, RecoveryCode, TotpDevice
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.secrets import digest

ISSUER = "Watchkeep"
STEP_SECONDS = 30
DRIFT_STEPS = 1
CODES = 10


@transaction.atomic
def add_totp(person: Person, *, by: Actor) -> tuple[str, str]:
    """Begin with an authenticator app. Returns its secret and the address for its QR code."""
    _refuse_others(person, by)
    if TotpDevice.objects.filter(person=person, confirmed_at__isnull=False).exists():
        raise Refused(_("There is an authenticator app already. Remove it first."))
    device, _new = TotpDevice.objects.get_or_create(
        person=person, defaults={"secret": b32encode(secrets.token_bytes(20)).decode()}
    )
    return device.secret, _totp(device).get_provisioning_uri(person.email, ISSUER)


def confirm_totp(person: Person, *, by: Actor, code: str, address: str) -> list[str]:
    """Prove the app with a first code: from now on it counts. Returns recovery codes if there were none."""
    _refuse_others(person, by)
    wrong = Refused(_("That code does not fit. Check the time on your telephone."), field="code", code="wrong")
    attempt(f"factor:{person.pk}", address, person, lambda: _is_good_totp(person, code), wrong)
    with transaction.atomic():
        device = TotpDevice.objects.filter(person=person, confirmed_at=None)
        if device.update(confirmed_at=clock.now()) != 1:
            raise Refused(_("There is an authenticator app already. Remove it first."))
        tell(FactorAdded(record=person.pk, by=by, factor="app"))
        return first_recovery_codes(person, by)


def prove_by_code(person: Person, *, code: str, address: str) -> str:
    """Check a code from the app, or a recovery code. Each works once. Returns which it was."""
    wrong = Refused(_("That code does not fit, or was used before."), field="code", code="wrong")
    by_app = len(code.strip()) <= 8
    check = _is_good_totp if by_app else _use_recovery_code
    attempt(f"factor:{person.pk}", address, person, lambda: check(person, code), wrong)
    return "app" if by_app else "recovery code"


@transaction.atomic
def make_recovery_codes(person: Person, *, by: Actor) -> list[str]:
    """Make new recovery codes and forget the old ones. They are shown now and never again."""
    _refuse_others(person, by)
    raw = [b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(CODES)]
    person.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(person=person, digest=digest(code)) for code in raw)
    tell(RecoveryCodesMade(record=person.pk, by=by, count=CODES))
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in raw]


@transaction.atomic
def remove_totp(person: Person, *, by: Actor) -> None:
    """Do without the authenticator app."""
    _refuse_others(person, by)
    if not TotpDevice.objects.filter(person=person).delete()[0]:
        raise Refused(_("There is no authenticator app."))
    tell(FactorRemoved(record=person.pk, by=by, factor="app"))
    forget_codes_without_factor(person)


def first_recovery_codes(person: Person, by: Actor) -> list[str]:
    """Return new recovery codes unless there are some that still work."""
    return [] if person.recovery_codes.filter(used_at=None).exists() else make_recovery_codes(person, by=by)


def forget_codes_without_factor(person: Person) -> None:
    """Recovery codes stand in for a factor; without one they would be a lone second password."""
    if not queries.has_second_factor(person):
        person.recovery_codes.all().delete()


def _refuse_others(person: Person, by: Actor) -> None:
    if by.person != person.pk:
        raise NotAllowed(_("Only they themselves change their second factor."))


def _totp(device: TotpDevice) -> TOTP:
    return TOTP(b32decode(device.secret), 6, SHA1(), STEP_SECONDS, enforce_key_length=False)  # noqa: S303  # RFC 6238; apps know no other


def _is_good_totp(person: Person, code: str) -> bool:
    """Compare with the codes of this half minute and its neighbours; a code that was used is worth nothing."""
    device = TotpDevice.objects.filter(person=person).first()
    given = "".join(code.split())
    if device is None or not (given.isascii() and given.isdecimal()):
        return False
    step = int(clock.now().timestamp()) // STEP_SECONDS
    for near in range(step - DRIFT_STEPS, step + DRIFT_STEPS + 1):
        if constant_time_compare(_totp(device).generate(near * STEP_SECONDS).decode(), given):
            fresh = TotpDevice.objects.filter(pk=device.pk, last_step__lt=near)
            return fresh.update(last_step=near) == 1
    return False


def _use_recovery_code(person: Person, code: str) -> bool:
    kept = digest("".join(code.lower().replace("-", " ").split()))
    unused = RecoveryCode.objects.filter(person=person, digest=kept, used_at=None)
    return unused.update(used_at=clock.now()) == 1
