"""Following a directory: who is new there, who is called otherwise, who has left, and who is in which group.

Whatever tells it (an LDAP run, a SCIM client), these are the verbs: a leaver is a leaver whichever way it comes.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from watchkeep.estate.people.events import GroupChanged, GroupForgotten, TakenIn
from watchkeep.estate.people.life.arriving import follow_groups, link
from watchkeep.estate.people.life.joining import activate, deactivate, save_person
from watchkeep.estate.people.life.teams import add_team
from watchkeep.estate.people.models import Group, GroupLine, GroupMember, Identity, Person, Source, Team, Told
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

KEPT = ("user_name", "given_name", "family_name", "email_type", "phone_type", "place")
"""What the mark itself keeps of what a directory tells."""


@transaction.atomic
def take_in(source: Source, told: Told, *, by: Actor) -> Person:
    """Make an account for somebody whom the directory knows and we do not. They get no password and no mail."""
    _refuse_strange_address(source, told.email)
    person = Person(is_active=not told.is_off)
    person.set_unusable_password()
    save(person, email=told.email, name=told.name[:120], organisation=source.organisation, phone=told.phone[:40])
    tell(TakenIn(record=person.pk, by=by, source=source.pk, name=source.name))
    identity = link(source, person, told.subject, by=by, **_kept(told))
    Identity.objects.filter(pk=identity.pk).update(is_off=told.is_off)
    return person


@transaction.atomic
def recognise(source: Source, person: Person, told: Told, *, by: Actor) -> Identity:
    """Take somebody whom we have to be whom the directory means, and follow what it tells of them."""
    identity = Identity.objects.filter(source=source, person=person).first()
    if identity is None:
        identity = link(source, person, told.subject, by=by)
    follow(identity, told, by=by)
    return identity


@transaction.atomic
def follow(identity: Identity, told: Told, *, by: Actor) -> None:
    """Let somebody be called and be reached as the directory tells; let them leave or come back with it.

    Only a change there does that: whom an administrator shut out here stays out.
    """
    person = Person.objects.select_for_update().get(pk=identity.person_id)
    if told.email.strip().lower() != person.email:
        _refuse_strange_address(identity.source, told.email)
    wanted = {"email": told.email.strip().lower(), "name": told.name[:120], "phone": told.phone[:40]}
    save_person(person, by, {name: value for name, value in wanted.items() if getattr(person, name) != value})
    if told.is_off and person.is_active and not identity.is_off:
        deactivate(person, by=by)
    if not told.is_off and not person.is_active and (identity.is_off or identity.removed_at):
        activate(person, by=by)
    values = _kept(told) | {"subject": told.subject, "is_off": told.is_off, "removed_at": None}
    if any(getattr(identity, name) != value for name, value in values.items()):
        save(identity, **values, changed_at=clock.now())


@transaction.atomic
def close(identity: Identity, *, by: Actor) -> None:
    """The directory says that somebody has left, or knows them no more: their sessions and tokens end at once."""
    person = Person.objects.select_for_update().get(pk=identity.person_id)
    if person.is_active:
        deactivate(person, by=by)
    Identity.objects.filter(pk=identity.pk).update(is_off=True, changed_at=clock.now())


@transaction.atomic
def take_back(identity: Identity, *, by: Actor) -> None:
    """The directory has deleted somebody: they leave, and for the directory they are not there any more."""
    close(identity, by=by)
    groups = list(Group.objects.filter(source=identity.source, memberships__person=identity.person_id))
    GroupMember.objects.filter(group__in=groups, person=identity.person_id).delete()
    for group in groups:
        _tell_changed(group, came=0, went=1)
    Identity.objects.filter(pk=identity.pk).update(removed_at=clock.now())
    follow_groups(identity.source, identity.person, ())


@transaction.atomic
def set_manager(person: Person, manager: Person | None, *, by: Actor) -> None:
    """Let somebody's manager be whom the directory names."""
    if person.manager_id != (manager.pk if manager else None) and person != manager:
        save_person(person, by, {"manager": manager})


@transaction.atomic
def save_group(source: Source, group: Group | None = None, *, by: Actor, name: str, subject: str) -> Group:
    """Know a group of the source, or what it is called now. As set, a group that no line names becomes a team."""
    group = group or Group(source=source)
    was = group.name
    if Group.objects.filter(source=source, name__iexact=name).exclude(pk=group.pk).exists():
        raise Refused(_("There is a group of that name already."), field="name", code="unique")
    if save(group, name=name[:255], subject=subject[:255]):
        Group.objects.filter(pk=group.pk).update(changed_at=clock.now())
    if source.makes_teams and not source.lines.filter(group__iexact=name).exists():
        _become_team(source, name, by)
    if was and was.casefold() != name.casefold():
        follow_members(source, group.members.all())
    return group


@transaction.atomic
def set_members(group: Group, people: Iterable[Person]) -> tuple[int, int]:
    """Let exactly these people be in the group; their roles and teams follow. Returns how many came and went."""
    Group.objects.select_for_update().get(pk=group.pk)
    held = set(GroupMember.objects.filter(group=group).values_list("person_id", flat=True))
    wanted = {person.pk for person in people}
    GroupMember.objects.filter(group=group, person__in=held - wanted).delete()
    GroupMember.objects.bulk_create(GroupMember(group=group, person_id=pk) for pk in sorted(wanted - held))
    if held != wanted:
        Group.objects.filter(pk=group.pk).update(changed_at=clock.now())
        follow_members(group.source, Person.objects.filter(pk__in=held ^ wanted))
        _tell_changed(group, came=len(wanted - held), went=len(held - wanted))
    return len(wanted - held), len(held - wanted)


@transaction.atomic
def forget_group(group: Group) -> None:
    """The directory has the group no more; what it meant here is taken back from its members."""
    people, source = list(group.members.all()), group.source
    tell(GroupForgotten(record=source.pk, by=source.actor(), group=group.pk, name=group.name))
    group.delete()
    follow_members(source, people)


def follow_members(source: Source, people: Iterable[Person] | QuerySet[Person]) -> None:
    """Give and take what the groups of these people mean now."""
    for person in people:
        names = Group.objects.filter(source=source, memberships__person=person).values_list("name", flat=True)
        follow_groups(source, person, list(names))


def _tell_changed(group: Group, *, came: int, went: int) -> None:
    by = group.source.actor()
    tell(GroupChanged(record=group.source_id, by=by, group=group.pk, name=group.name, came=came, went=went))


def _become_team(source: Source, name: str, by: Actor) -> None:
    team = Team.objects.filter(name__iexact=name).first() or add_team(by=by, name=name[:80])
    GroupLine.objects.create(source=source, group=name[:255], team=team)


def _kept(told: Told) -> dict[str, Any]:
    return {name: getattr(told, name) for name in KEPT}


def _refuse_strange_address(source: Source, email: str) -> None:
    if not source.speaks_for(email):
        domains = ", ".join(source.domains)
        raise Refused(
            _("%(name)s speaks for addresses in %(domains)s only.") % {"name": source.name, "domains": domains},
            field="email",
            code="domain",
        )
