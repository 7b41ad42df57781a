"""Coming in and leaving: who proves what, how often they may try, and what is remembered of it.

What checks a proof is not one transaction, on purpose: a failure stays counted although the caller
is refused.
"""

from collections.abc import Callable

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries, rules
from watchkeep.estate.people.events import LockedOut, LoggedIn, LoggedOut, LoginFailed, SessionEnded
from watchkeep.estate.people.life import limiting
from watchkeep.estate.people.models import Identity, Person, Session
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.secrets import digest

DOOR = Actor.system("door", "Sign-in", may=())
Checker = Callable[[Identity, str], bool]
"""Whether a directory takes this password for that identity. Raises Refused when it does not answer."""
_checkers: dict[str, Checker] = {}


def identify(email: str, password: str, *, address: str) -> Person:
    """Return whose e-mail and password these are. Refused in the same words whatever was wrong."""
    person = Person.objects.filter(email=email.replace("\0", "")).first()
    key = f"account:{person.pk}" if person else f"nobody:{digest(email.strip().lower()).hex()[:32]}"
    wrong = Refused(_("That e-mail and password do not belong together."), code="wrong")
    attempt(key, address, person, lambda: _fits(person, password), wrong)
    assert person is not None  # noqa: S101  # for the type: nobody fits no password
    return person


def confirm(person: Person, password: str, *, address: str) -> None:
    """See that it is still the owner who sits there, before something that would let another one in."""
    if queries.comes_from_elsewhere(person) and not queries.directory_of(person):
        words = _(
            "You sign in through another house and have no password here. Ask an administrator to do this for you."
        )
        raise Refused(words, field="password", code="no_password")
    wrong = Refused(_("That is not your password."), field="password", code="wrong")
    attempt(f"account:{person.pk}", address, person, lambda: _fits(person, password), wrong)


def attempt(key: str, address: str, person: Person | None, proof: Callable[[], bool], wrong: Refused) -> None:
    """Try a proof within the limits of its key and its address. Raises TooMany, or `wrong` if it fails."""
    shut = [limiting.take(key, rules.ACCOUNT), limiting.take(f"address:{address}", rules.ADDRESS)]
    try:
        is_good = proof()
    except Refused:  # nobody can tell now: that is no failure of whoever tries
        limiting.give_back(key)
        limiting.give_back(f"address:{address}")
        raise
    if is_good:
        limiting.forget(key)
        limiting.give_back(f"address:{address}")
        return
    tell_failure(person, address, key.partition(":")[0], shuts=any(shut))
    raise wrong


@transaction.atomic
def tell_failure(person: Person | None, address: str, reason: str, *, shuts: bool) -> None:
    """Tell that somebody could not come in, and that the door is shut for a while if it is."""
    record = person.pk if person else 0
    tell(LoginFailed(record=record, by=DOOR, address=address, reason=reason))
    if shuts:
        tell(LockedOut(record=record, by=DOOR, address=address))


def ask_elsewhere(check: Checker) -> None:
    """Let a directory's own passwords be checked by this, for people who sign in with them."""
    _checkers["directory"] = check


@transaction.atomic
def log_in(person: Person, *, by: Actor, address: str, agent: str = "", proof: str = "password") -> None:
    """Note that somebody has come in, from where, and by which proof."""
    if not person.is_active:
        raise NotAllowed(_("This account is not active."))
    person.last_login = clock.now()
    person.save(update_fields=["last_login"])
    tell(LoggedIn(record=person.pk, by=by, address=address, agent=agent[:200], proof=proof))


@transaction.atomic
def log_out(person: Person, *, by: Actor) -> None:
    """Note that somebody has left."""
    tell(LoggedOut(record=person.pk, by=by))


@transaction.atomic
def end_session(session: Session, *, by: Actor) -> None:
    """End one of one's own sessions, such as that of a lost telephone."""
    if session.person_id is None or session.person_id != by.person:
        raise NotAllowed(_("That is somebody else's session."))
    if not Session.objects.filter(pk=session.pk).delete()[0]:
        raise Refused(_("That session has ended already."))
    tell(SessionEnded(record=session.person_id, by=by))


@transaction.atomic
def end_other_sessions(person: Person, *, by: Actor, keep: str | None) -> int:
    """End all of one's own sessions but the one in use, and return how many there were."""
    if by.person != person.pk:
        raise NotAllowed(_("Those are somebody else's sessions."))
    count = person.sessions.exclude(pk=keep or "").delete()[0]
    if count:
        tell(SessionEnded(record=person.pk, by=by, count=count))
    return count


def _fits(person: Person | None, password: str) -> bool:
    """Whether the password opens the account. Takes as long when there is no account, or a closed one.

    Whoever signs in with a directory's password has no other.
    """
    identity = queries.directory_of(person) if person else None
    if person and identity and "directory" in _checkers:
        return bool(password) and person.is_active and _checkers["directory"](identity, password)
    if person is None or not person.has_usable_password():
        make_password(password)
        return False
    return check_password(password, person.password) and person.is_active
