"""Reads: who somebody is as an actor, and whose token this is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import chain

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from watchkeep.estate.people.models import ApiToken, Membership, Organisation, Person, Role
from watchkeep.kernel import clock, permissions
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.secrets import digest

USED_EVERY = timedelta(minutes=1)
"""How exactly a token remembers when it was last used."""


@dataclass(frozen=True)
class Access:
    """What somebody's roles mean: who they are as an actor, and whether one proof is enough."""

    actor: Actor
    needs_second_factor: bool


def access_of(person: Person) -> Access:
    """Return what the person's roles mean now. Kept on the object, so asked once a request."""
    look_up([person])
    access: Access = person._access  # type: ignore[attr-defined]  # noqa: SLF001  # our own note
    return access


def actor_for(person: Person) -> Actor:
    """Return the person as an actor, with what their roles allow."""
    return access_of(person).actor


def look_up(people: Iterable[Person]) -> None:
    """Ask for all of these at once what `access_of` would ask of each."""
    for person, access in _accesses([person for person in people if not hasattr(person, "_access")]):
        person._access = access  # type: ignore[attr-defined]  # noqa: SLF001  # our own note


def forget_actor(person: Person) -> None:
    """Drop what `access_of` remembers, because roles or teams have changed."""
    person.__dict__.pop("_access", None)


def actor_for_token(plain: str) -> Actor | None:
    """Return who acts with this key: its owner, within its scopes. None if it opens nothing."""
    return actors_for_tokens([plain]).get(plain)


def actors_for_tokens(plains: Collection[str]) -> dict[str, Actor]:
    """Return by key who acts with it, in as many queries for many keys as for one; keys that open nothing are left out.

    Looked up by digest and compared in constant time; what was kept never shows the key.
    """
    digests = {plain: digest(plain) for plain in plains}
    live = ApiToken.objects.live(clock.now()).select_related("person").filter(digest__in=digests.values())
    tokens = {bytes(token.digest): token for token in live.order_by()}
    look_up(token.person for token in tokens.values())
    found = {}
    for plain, wanted in digests.items():
        token = tokens.get(wanted)
        if token and constant_time_compare(bytes(token.digest), wanted):
            found[plain] = _holder(token)
    return found


def allowed(patterns: Iterable[str]) -> frozenset[str]:
    """Return every permission that these names and patterns mean."""
    return _allowed(tuple(sorted(set(patterns))), permissions.every())


def organisations_of(addresses: Iterable[str]) -> dict[str, Organisation]:
    """Return the organisations to whose mail domains addresses belong: the domain itself beats one above it."""
    domains = {address: _domains_of(address) for address in addresses}
    known = Organisation.objects.filter(domains__overlap=sorted(set(chain.from_iterable(domains.values()))))
    owners = {name: one for one in reversed(known) for name in one.domains}
    nearest = {address: next(filter(None, map(owners.get, names)), None) for address, names in domains.items()}
    return {address: owner for address, owner in nearest.items() if owner}


def has_app(person: Person) -> bool:
    """Whether the person has an authenticator app that counts."""
    return Person.objects.filter(pk=person.pk, totp__confirmed_at__isnull=False).exists()


def has_second_factor(person: Person) -> bool:
    """Whether the person has an app or a passkey that counts."""
    return person.passkeys.exists() or has_app(person)


def with_permission(permission: str) -> QuerySet[Person]:
    """Return the active people whose roles allow this."""
    held = Person.roles.through.objects.filter(role__in=roles_with(permission))
    return Person.objects.active().filter(pk__in=held.values("person"))


def roles_with(permission: str) -> list[Role]:
    """Return the roles that allow this."""
    return [role for role in Role.objects.all() if permission in allowed(role.permissions)]


def _accesses(people: list[Person]) -> Iterator[tuple[Person, Access]]:
    if not people:
        return
    held, teams = defaultdict[int, list[tuple[list[str], bool]]](list), defaultdict[int, set[int]](set)
    for pk, patterns, needs in (
        Role.objects.filter(people__in=people).order_by().values_list("people", "permissions", "needs_second_factor")
    ):
        held[pk].append((patterns, needs))
    for pk, team in Membership.objects.filter(person__in=people).order_by().values_list("person", "team"):
        teams[pk].add(team)
    for person in people:
        yield person, _access(person, held[person.pk], teams[person.pk])


def _access(person: Person, held: list[tuple[list[str], bool]], teams: Iterable[int]) -> Access:
    actor = Actor(
        key=f"person:{person.pk}",
        name=person.name,
        permissions=allowed(chain.from_iterable(permissions for permissions, _ in held)),
        person=person.pk,
        organisation=person.organisation_id,
        teams=frozenset(teams),
    )
    return Access(actor, any(needs for _, needs in held))


def _holder(token: ApiToken) -> Actor:
    """Whoever acts with this token, and that it is in use."""
    _note_use(token)
    owner = actor_for(token.person)
    return Actor(
        key=f"token:{token.pk}",
        name=f"{token.person.name} ({token.name})",
        permissions=owner.permissions & allowed(token.scopes),
        person=owner.person,
        organisation=owner.organisation,
        teams=owner.teams,
    )


def _domains_of(address: str) -> list[str]:
    """The domain of an address, and each above it."""
    labels = address.rpartition("@")[2].lower().split(".")
    return [".".join(labels[number:]) for number in range(len(labels))]


@lru_cache(maxsize=256)
def _allowed(patterns: tuple[str, ...], every: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in every if any(fnmatchcase(name, pattern) for pattern in patterns))


def _note_use(token: ApiToken) -> None:
    """Remember the use, but write at most once a minute."""
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at > USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
