"""Coming in from another house: whom its mark means, who is new, and what its groups mean here.

An account is found by the source's own mark and by nothing else. A mail address links a mark to an account once, as far
as the source is believed about addresses; after that the address may change and the mark still holds.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries, rules
from watchkeep.estate.people.events import Linked, TakenIn, Unlinked
from watchkeep.estate.people.life import limiting
from watchkeep.estate.people.life.coming_in import tell_failure
from watchkeep.estate.people.life.joining import change_roles, save_person
from watchkeep.estate.people.life.teams import join_team, leave_team
from watchkeep.estate.people.models import (
    Arrival,
    Factor,
    Identity,
    Known,
    Membership,
    Person,
    Role,
    Source,
    SpentProof,
    Team,
)
from watchkeep.estate.people.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save
from watchkeep.kernel.secrets import digest, new_key

log = logging.getLogger(__name__)
TICKET_SECONDS = 60


class Unproven(Exception):  # noqa: N818  # it is what it says
    """What came from a source proves nothing. The message is for administrators, not for whoever brought it."""


def prove_by_source(source: Source, proof: Callable[[], Known], *, address: str) -> Known:
    """Check what came from a source, within the limits of the address that brought it.

    ``proof`` raises Unproven. Refused in words that tell a stranger nothing; the reason stands with the source.
    """
    place = f"address:{address}"
    shuts = limiting.take(place, rules.ADDRESS)
    try:
        known = proof()
    except Unproven as no:
        log.warning("sign-in by source %s was not proven: %s", source.pk, " ".join(str(no).split()))
        tell_failure(None, address, "source", shuts=shuts)
        words = _("The sign-in through %(name)s could not be verified. Please try again.") % {"name": source.name}
        raise Refused(words, code="unproven") from no
    limiting.give_back(place)
    return known


def count_wrong_key(*, address: str) -> None:
    """Count a token that opens nothing against the address that brought it. Raises TooMany."""
    shuts = limiting.take(f"address:{address}", rules.ADDRESS)
    tell_failure(None, address, "scim", shuts=shuts)


def spend(source: Source, proof: str, *, until: datetime) -> None:
    """Use up an assertion. Raises Unproven if that has been done before, in whichever process."""
    try:
        with transaction.atomic():
            SpentProof.objects.create(source=source, digest=digest(proof), expires_at=until)
    except IntegrityError as error:
        raise Unproven("this assertion was used before") from error


def keep_arrival(source: Source, known: Known, *, asked: str, next: str = "") -> str:  # noqa: A002  # as it is called in addresses
    """Keep what was proved until the browser comes with this ticket, a minute at most."""
    ticket, key = new_key()
    until = clock.now() + timedelta(seconds=TICKET_SECONDS)
    kept = asdict(known)
    Arrival.objects.create(source=source, ticket=key, asked=asked, known=kept, next=next[:500], expires_at=until)
    return ticket


@transaction.atomic
def take_arrival(source: Source, ticket: str) -> tuple[Known, str, str] | None:
    """Return what was proved, the request that it answers and where to go; once. None if there is no such ticket."""
    rows = Arrival.objects.select_for_update().filter(source=source, ticket=digest(ticket), expires_at__gt=clock.now())
    arrival = rows.first()
    if arrival is None:
        return None
    arrival.delete()
    return known_again(arrival.known), arrival.asked, arrival.next


@transaction.atomic
def arrive(source: Source, known: Known) -> Person:
    """Return whom the source's mark means; link or make the account, as set. Refused in words if nobody may come in.

    Name, roles and teams follow what the source says.
    """
    Source.objects.select_for_update().get(pk=source.pk)
    by = source.actor()
    meant = queries.meant(source, known)
    if meant.why:
        raise Refused(meant.why, code="unknown")
    person = meant.person or _make(source, known, by)
    if meant.person is None or not meant.is_linked:
        link(source, person, known.subject, by=by)
    Identity.objects.filter(source=source, person=person).update(seen_at=clock.now())
    if source.creates and known.name and known.name != person.name:
        save_person(person, by, {"name": known.name[:120]})
    if known.groups is not None:
        follow_groups(source, person, known.groups)
    return person


def is_strong(source: Source, known: Known) -> bool:
    """Whether the second factor has been asked for elsewhere, as far as that counts here."""
    if source.factor == Factor.TRUSTED:
        return True
    return source.factor == Factor.CLAIMED and rules.says_second_factor(known.signs, source.factor_signs)


@transaction.atomic
def link(source: Source, person: Person, subject: str, *, by: Actor, **more: str) -> Identity:
    """Let a source's mark mean this person from now on."""
    identity = Identity(source=source, person=person)
    save(identity, subject=subject, **more)
    tell(Linked(record=person.pk, by=by, source=source.pk, name=source.name))
    return identity


@transaction.atomic
def unlink(identity: Identity, *, by: Actor) -> None:
    """Let a source's mark mean this person no longer."""
    by.need(P.MANAGE, _("unlink accounts"))
    if not rules.may_touch(by.permissions, queries.actor_for(identity.person).permissions):
        raise NotAllowed(_("%(name)s may do more than you.") % {"name": identity.person.name}, permission=P.MANAGE)
    tell(Unlinked(record=identity.person_id, by=by, source=identity.source_id, name=identity.source.name))
    identity.delete()


@transaction.atomic
def follow_groups(source: Source, person: Person, names: Iterable[str]) -> None:
    """Give and take the roles and teams that lines of this source name. All others stay as they are."""
    lines = source.lines.values_list("group", "role_id", "team_id")
    roles, all_roles, teams, all_teams = rules.roles_and_teams(names, lines)
    by = source.actor()
    held = set(person.roles.values_list("pk", flat=True))
    wanted = (held - all_roles) | roles
    if wanted != held:
        _change_roles(person, wanted, by)
    inside = set(Membership.objects.filter(person=person).values_list("team_id", flat=True))
    if person.is_active:
        for team in Team.objects.filter(pk__in=teams - inside):
            join_team(team, person, by=by)
    for team in Team.objects.filter(pk__in=(all_teams - teams) & inside):
        leave_team(team, person, by=by)


def known_again(kept: dict[str, object]) -> Known:
    """Return what was kept as JSON."""
    lists = {name: tuple(value) for name, value in kept.items() if isinstance(value, list)}
    return Known(**kept | lists)  # type: ignore[arg-type]  # we wrote it ourselves


def _make(source: Source, known: Known, by: Actor) -> Person:
    person = Person()
    person.set_unusable_password()
    name = known.name or known.email.partition("@")[0]
    save(person, email=known.email, name=name[:120], organisation=source.organisation)
    tell(TakenIn(record=person.pk, by=by, source=source.pk, name=source.name))
    return person


def _change_roles(person: Person, wanted: set[int], by: Actor) -> None:
    """The last administrator stays one, whatever a group says: or nobody could mend the line."""
    try:
        with transaction.atomic():
            change_roles(person, by=by, roles=Role.objects.filter(pk__in=wanted))
    except Refused as no:
        log.warning("roles of person %s stay as they are: %s", person.pk, no.message)
