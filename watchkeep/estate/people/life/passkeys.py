"""Passkeys (WebAuthn): a key that cannot be phished, as second factor or in place of the password.

Between begin and prove the caller keeps the state where the browser cannot change it. Options and
answers are the JSON of the WebAuthn standard.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.events import FactorAdded, FactorRemoved
from watchkeep.estate.people.life.coming_in import attempt
from watchkeep.estate.people.life.factors import first_recovery_codes, forget_codes_without_factor
from watchkeep.estate.people.models import Passkey, Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.later import later
from watchkeep.kernel.records import save

server, webauthn = later("fido2.server"), later("fido2.webauthn")
Json = Mapping[str, Any]


def begin_passkey(person: Person) -> tuple[dict[str, Any], Any]:
    """Return the options with which a browser makes a passkey, and the state to keep."""
    user = webauthn.PublicKeyCredentialUserEntity(
        id=f"person:{person.pk}".encode(), name=person.email, display_name=person.name
    )
    options, state = _server().register_begin(
        user,
        [_credential(key) for key in person.passkeys.all()],
        resident_key_requirement=webauthn.ResidentKeyRequirement.PREFERRED,
        user_verification=webauthn.UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state


@transaction.atomic
def add_passkey(person: Person, *, by: Actor, name: str, answer: Json, state: Any) -> list[str]:
    """Keep the passkey that a browser has made. Returns recovery codes if there were none."""
    if by.person != person.pk:
        raise NotAllowed(_("Only they themselves change their second factor."))
    try:
        made = _server().register_complete(state, answer).credential_data
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(_("The browser's answer does not fit. Try again."), code="passkey") from error
    assert made is not None  # noqa: S101  # the library has checked
    key = Passkey(credential_id=made.credential_id, credential=bytes(made))
    _save_new(key, person, name)
    tell(FactorAdded(record=person.pk, by=by, factor="passkey"))
    return first_recovery_codes(person, by)


@transaction.atomic
def remove_passkey(key: Passkey, *, by: Actor) -> None:
    """Do without this passkey."""
    if by.person != key.person_id:
        raise NotAllowed(_("That is somebody else's passkey."))
    person = key.person
    key.delete()
    tell(FactorRemoved(record=person.pk, by=by, factor="passkey"))
    forget_codes_without_factor(person)


def begin_passkey_proof(person: Person | None = None) -> tuple[dict[str, Any], Any]:
    """Return the options with which a browser proves a passkey, and the state to keep.

    With a person it is their second factor. Without one the passkey says who comes, and must have
    checked them itself (by finger, face or PIN), so that it is both factors in one.
    """
    known = [_credential(key) for key in person.passkeys.all()] if person else None
    wanted = webauthn.UserVerificationRequirement.REQUIRED
    options, state = _server().authenticate_begin(known, user_verification=wanted)
    return dict(options), state


def prove_by_passkey(answer: Json, state: Any, *, address: str, person: Person | None = None) -> Person:
    """Check a passkey's answer and return its owner. Raises Refused when it does not fit."""
    wrong = Refused(_("That passkey does not open this account."), code="wrong")
    key = _key_of(answer, person)
    who = f"factor:{key.person_id}" if key else f"passkeys:{address}"
    attempt(who, address, key.person if key else person, lambda: _is_good(key, answer, state), wrong)
    assert key is not None  # noqa: S101  # for the type: no key proves nothing
    return key.person


def _server() -> Any:
    here = urlsplit(settings.BASE_URL)
    place = webauthn.PublicKeyCredentialRpEntity(name="Watchkeep", id=here.hostname or "localhost")
    return server.Fido2Server(place, verify_origin=lambda origin: origin == f"{here.scheme}://{here.netloc}")


def _credential(key: Passkey) -> Any:
    return webauthn.AttestedCredentialData(bytes(key.credential))


def _save_new(key: Passkey, person: Person, name: str) -> None:
    try:
        with transaction.atomic():
            save(key, person=person, name=name)
    except IntegrityError as error:
        raise Refused(_("This passkey is known already."), code="passkey") from error


def _key_of(answer: Json, person: Person | None) -> Passkey | None:
    try:
        raw = webauthn.AuthenticationResponse.from_dict(answer).raw_id
    except (ValueError, KeyError, TypeError):
        return None
    keys = Passkey.objects.filter(credential_id=raw, person__is_active=True).select_related("person")
    return (keys.filter(person=person) if person else keys).first()


def _is_good(key: Passkey | None, answer: Json, state: Any) -> bool:
    """Whether the signature is right and its counter runs forward: a copied key would fall behind."""
    if key is None:
        return False
    try:
        _server().authenticate_complete(state, [_credential(key)], answer)
    except (ValueError, KeyError, TypeError):
        return False
    count = webauthn.AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
    rows = Passkey.objects.filter(pk=key.pk)
    rows = rows.filter(sign_count__lt=count) if count else rows.filter(sign_count=0)
    return rows.update(sign_count=count, last_used_at=clock.now()) == 1
