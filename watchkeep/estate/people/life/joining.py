"""Joining and leaving: organisations, people, and what their roles let them do."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries, rules
from watchkeep.estate.people.events import (
    Activated,
    Deactivated,
    Edited,
    Invited,
    Met,
    OrganisationAdded,
    OrganisationEdited,
    RolesChanged,
)
from watchkeep.estate.people.models import Organisation, Person, Role
from watchkeep.estate.people.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell, tell_many
from watchkeep.kernel.records import save

ADMINISTRATOR = "administrator"


@transaction.atomic
def add_organisation(
    *,
    by: Actor,
    name: str,
    kind: str = Organisation.Kind.OWN,
    domains: Iterable[str] = (),
    shares_tickets: bool = False,
) -> Organisation:
    """Get to know an organisation: our own, or a customer's. Its people see each other's requests if it shares."""
    by.need(P.ORGANISATIONS, _("add organisations"))
    organisation = Organisation()
    save(organisation, name=name, kind=kind, domains=list(domains), shares_tickets=shares_tickets)
    tell(OrganisationAdded(record=organisation.pk, by=by, name=organisation.name))
    return organisation


@transaction.atomic
def edit_organisation(organisation: Organisation, *, by: Actor, **changes: Any) -> None:
    """Correct what we know of an organisation."""
    by.need(P.ORGANISATIONS, _("edit organisations"))
    if changed := save(organisation, **changes):
        tell(OrganisationEdited(record=organisation.pk, by=by, changed=changed))


@transaction.atomic
def invite(
    *, by: Actor, email: str, name: str, organisation: Organisation, roles: Iterable[Role] = (), **more: Any
) -> Person:
    """Let somebody in. A mail brings them the link with which they choose their password."""
    by.need(P.MANAGE, _("invite people"))
    person = Person()
    person.set_unusable_password()
    save(person, email=email, name=name, organisation=organisation, **more)
    tell(Invited(record=person.pk, by=by))
    change_roles(person, by=by, roles=roles)
    return person


def newcomer(*, email: str, name: str, organisation: Organisation) -> Person:
    """Somebody who wrote to us and was not met yet. Refused (field ``email``) when they cannot be written to."""
    person = Person(email=email, name=name, organisation=organisation)
    person.set_unusable_password()
    try:
        person.clean_fields(exclude=["organisation"])
    except ValidationError as error:
        raise Refused(error.messages[0], field="email") from error
    return person


@transaction.atomic
def meet(newcomers: Sequence[Person], *, by: Actor) -> None:
    """Get to know these: contacts with the built-in role of their kind, and no password yet."""
    by.need(P.MANAGE, _("get to know people"))
    if not newcomers:
        return
    Person.objects.bulk_create(newcomers)
    roles = {role.slug: role for role in Role.objects.filter(slug__in=("customer", "employee"), is_builtin=True)}
    held = [(person, roles.get(_role_of(person.organisation))) for person in newcomers]
    Held = Person.roles.through  # noqa: N806  # a class
    Held.objects.bulk_create([Held(person=person, role=role) for person, role in held if role])
    tell_many([Met(record=person.pk, by=by) for person in newcomers])


@transaction.atomic
def edit(person: Person, *, by: Actor, **changes: Any) -> None:
    """Correct what we know of somebody: name, e-mail, organisation, manager, zone, telephone."""
    by.need(P.MANAGE, _("edit people"))
    _refuse_above(person, by)
    save_person(person, by, changes)


@transaction.atomic
def edit_profile(person: Person, *, by: Actor, name: str, time_zone: str, phone: str) -> None:
    """Correct what others know of me."""
    if by.person != person.pk:
        raise NotAllowed(_("Only they themselves edit a profile."))
    save_person(person, by, {"name": name, "time_zone": time_zone, "phone": phone})


@transaction.atomic
def change_roles(person: Person, *, by: Actor, roles: Iterable[Role]) -> None:
    """Let somebody do more or less. Nobody gives or takes what they do not have themselves."""
    by.need(P.MANAGE, _("change roles"))
    Person.objects.select_for_update().get(pk=person.pk)
    now, then = set(person.roles.all()), set(roles)
    for role in now ^ then:
        if not rules.may_touch(by.permissions, queries.allowed(role.permissions)):
            raise NotAllowed(_("You may not give or take the role “%(role)s”.") % {"role": role}, permission=P.MANAGE)
    if now == then:
        return
    if any(role.slug == ADMINISTRATOR for role in now - then):
        _refuse_last_administrator(person)
    person.roles.set(then)
    queries.forget_actor(person)
    given, taken = ([role.slug for role in some] for some in (then - now, now - then))
    tell(RolesChanged(record=person.pk, by=by, given=sorted(given), taken=sorted(taken)))


@transaction.atomic
def deactivate(person: Person, *, by: Actor) -> None:
    """Shut somebody out. Sessions and tokens die in the same moment."""
    by.need(P.MANAGE, _("deactivate people"))
    if by.person == person.pk:
        raise Refused(_("You cannot deactivate yourself."))
    _refuse_above(person, by)
    _refuse_last_administrator(person)
    if Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False) != 1:
        raise Refused(_("%(name)s is inactive already.") % {"name": person.name})
    person.is_active = False
    person.sessions.all().delete()
    person.tokens.filter(revoked_at=None).update(revoked_at=clock.now())
    tell(Deactivated(record=person.pk, by=by))


@transaction.atomic
def activate(person: Person, *, by: Actor) -> None:
    """Let somebody in again. Their old sessions and tokens stay dead."""
    by.need(P.MANAGE, _("activate people"))
    _refuse_above(person, by)
    if Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True) != 1:
        raise Refused(_("%(name)s is active already.") % {"name": person.name})
    person.is_active = True
    tell(Activated(record=person.pk, by=by))


def save_person(person: Person, by: Actor, changes: dict[str, Any]) -> None:
    """Save what is known of somebody and tell it. Whoever calls has asked whether they may."""
    if changed := save(person, **changes):
        tell(Edited(record=person.pk, by=by, changed=changed))


def _role_of(organisation: Organisation) -> str:
    return "customer" if organisation.kind == Organisation.Kind.CUSTOMER else "employee"


def _refuse_above(person: Person, by: Actor) -> None:
    """Whoever may do more is out of reach: else a mail address would be a way to their account."""
    if not rules.may_touch(by.permissions, queries.actor_for(person).permissions):
        raise NotAllowed(_("%(name)s may do more than you.") % {"name": person.name}, permission=P.MANAGE)


def _refuse_last_administrator(person: Person) -> None:
    """Somebody must be left who can let others in. The role's row makes two such acts wait for each other."""
    role = Role.objects.select_for_update().get(slug=ADMINISTRATOR)
    active = role.people.filter(is_active=True)
    if active.filter(pk=person.pk).exists() and not active.exclude(pk=person.pk).exists():
        raise Refused(_("%(name)s is the last administrator.") % {"name": person.name})
