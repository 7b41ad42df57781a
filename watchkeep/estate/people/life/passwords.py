"""Passwords: the link with which one is chosen, changing it, and the rules it must keep."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries, rules
from watchkeep.estate.people.events import PasswordSet, ResetAsked
from watchkeep.estate.people.life import limiting
from watchkeep.estate.people.life.coming_in import DOOR, confirm
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.secrets import digest, sign, unsign

PURPOSE = "password"
INVITATION_SECONDS = 7 * 24 * 3600
RESET_SECONDS = 3600


@transaction.atomic
def ask_for_reset(email: str, *, address: str) -> None:
    """Ask for a link by mail. Whoever asks learns nothing: known or not, the answer is the same."""
    limiting.take(f"letters:{address}", rules.ADDRESS)
    person = Person.objects.active().filter(email=email.replace("\0", "")).first()
    if person is None or queries.comes_from_elsewhere(person):
        return
    try:
        limiting.take(f"letter:{person.pk}", rules.LETTERS)
    except limiting.TooMany:
        return
    tell(ResetAsked(record=person.pk, by=DOOR, address=address))


def password_link(person: Person, *, invitation: bool = False) -> str:
    """Return the signed part of a link. It works once: a new password makes it worthless."""
    return sign([person.pk, _mark(person), invitation], PURPOSE)


def person_of_link(text: str) -> Person | None:
    """Return whose link this is, or None when it is forged, used or too old."""
    value = unsign(text, PURPOSE, INVITATION_SECONDS)
    if value is None or (not value[2] and unsign(text, PURPOSE, RESET_SECONDS) is None):
        return None
    person = Person.objects.active().filter(pk=value[0]).first()
    return person if person and constant_time_compare(value[1], _mark(person)) else None


@transaction.atomic
def choose_password(text: str, *, password: str) -> Person:
    """Choose a password with a link that came by mail. All sessions end."""
    found = person_of_link(text)
    person = Person.objects.select_for_update().filter(pk=found.pk).first() if found else None
    if person is None or person_of_link(text) is None:
        raise Refused(_("This link has been used or is too old. Ask for a new one."), code="link")
    _set(person, DOOR, password, how="link")
    return person


def change_password(
    person: Person, *, by: Actor, old: str, password: str, address: str, keep: str | None = None
) -> None:
    """Change one's own password. Every session but the one to keep ends."""
    if by.person != person.pk:
        raise NotAllowed(_("Only they themselves change a password."))
    try:
        confirm(person, old, address=address)
    except limiting.TooMany:
        raise
    except Refused as error:
        raise Refused(error.message, field="old", code=error.code) from error
    with transaction.atomic():
        _set(person, by, password, how="changed", keep=keep)


def _set(person: Person, by: Actor, password: str, *, how: str, keep: str | None = None) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password", code="weak") from error
    person.set_password(password)
    person.save(update_fields=["password"])
    person.sessions.exclude(pk=keep or "").delete()
    limiting.forget(f"account:{person.pk}")
    tell(PasswordSet(record=person.pk, by=by, how=how))


def _mark(person: Person) -> str:
    """What changes when the link has done its work, or the account has moved to another address."""
    return digest(f"{person.password}:{person.email}").hex()[:32]
