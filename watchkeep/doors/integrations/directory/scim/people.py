"""A person as SCIM shows them, and what SCIM tells of one."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import CharField, F, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from scim2_models import InvalidValueException, Meta, Reference, Resource

from watchkeep.doors.integrations.directory.scim.filters import Column, Columns, number_of
from watchkeep.doors.integrations.directory.scim.shapes import (
    WORK,
    Email,
    EnterpriseUser,
    GroupOf,
    Manager,
    Name,
    PhoneNumber,
    User,
)
from watchkeep.estate.people.models import GroupMember, Person, Source, Told

Kept = TypeVar("Kept", Email, PhoneNumber)
TheUser = User[EnterpriseUser]
"""A person with what the enterprise extension adds."""


def people_of(source: Source) -> QuerySet[Person]:
    """Everybody of the organisation whom the program has not deleted; ``mine`` is how it knows them."""
    mine = FilteredRelation("identities", condition=Q(identities__source=source))
    rows = Person.objects.filter(organisation=source.organisation_id).annotate(mine=mine)
    return (
        rows.filter(mine__removed_at__isnull=True)
        .annotate(
            login=Coalesce(NullIf(F("mine__user_name"), Value("")), F("email"), output_field=CharField()),
            outside=Coalesce(F("mine__subject"), Value("")),
            given=Coalesce(F("mine__given_name"), Value("")),
            family=Coalesce(F("mine__family_name"), Value("")),
            email_type=Coalesce(NullIf(F("mine__email_type"), Value("")), Value(WORK)),
            phone_type=Coalesce(NullIf(F("mine__phone_type"), Value("")), Value(WORK)),
            changed=Coalesce(F("mine__changed_at"), F("created_at")),
        )
        .select_related("manager")
    )


def with_login(source: Source, user_name: str) -> QuerySet[Person]:
    """Whoever has this login, whatever the case of its letters."""
    return people_of(source).filter(Q(("login__iexact", user_name)))


def columns(source: Source) -> Columns:
    """Where each attribute of a person is."""

    def in_groups(found: Q) -> Q:
        return Q(pk__in=GroupMember.objects.filter(found, group__source=source).values("person"))

    return {
        ("id", None): Column("pk", "id"),
        ("external_id", None): Column("outside", "exact"),
        ("user_name", None): Column("login"),
        ("display_name", None): Column("name"),
        ("name", "given_name"): Column("given"),
        ("name", "family_name"): Column("family"),
        ("active", None): Column("is_active", "flag"),
        ("emails", "value"): Column("email"),
        ("emails", "type"): Column("email_type"),
        ("phone_numbers", "value"): Column("phone"),
        ("phone_numbers", "type"): Column("phone_type"),
        ("groups", "value"): Column("group", "id", wrap=in_groups),
        ("groups", "display"): Column("group__name", wrap=in_groups),
        ("manager", "value"): Column("manager", "id"),
        ("meta", "created"): Column("created_at", "moment"),
        ("meta", "last_modified"): Column("changed", "moment"),
    }


def shown(source: Source, people: Iterable[Person]) -> list[Resource[Any]]:
    """People with their groups, in two questions however many they are."""
    rows = list(people)
    groups: dict[int, list[GroupOf]] = {}
    held = GroupMember.objects.filter(group__source=source, person__in=rows).select_related("group").order_by("group")
    for one in held:
        place: Reference[Any] = Reference(f"Groups/{one.group_id}")
        shown_group = GroupOf(value=str(one.group_id), ref=place, display=one.group.name)
        groups.setdefault(one.person_id, []).append(shown_group)
    return [_shown(person, groups.get(person.pk)) for person in rows]


def told(resource: Any, *, was_active: bool) -> Told:
    """What the program tells of a person. Raises InvalidValueException when an address is missing."""
    email, phone = _kept(resource.emails), _kept(resource.phone_numbers)
    if email is None or not email.value:
        raise InvalidValueException(detail="A person needs a mail address.")
    name = resource.name or Name()
    return Told(
        subject=(resource.external_id or "")[:255],
        email=email.value.strip().lower(),
        name=resource.display_name or resource.user_name or email.value,
        phone=(phone.value or "") if phone else "",
        email_type=(email.type or "")[:40],
        phone_type=(phone.type or "")[:40] if phone else "",
        user_name=(resource.user_name or "")[:255],
        given_name=(name.given_name or "")[:120],
        family_name=(name.family_name or "")[:120],
        is_off=not (was_active if resource.active is None else resource.active),
    )


def manager_of(resource: Any, source: Source) -> Person | None:
    """Whom the program names as manager. Raises InvalidValueException for somebody whom it cannot know."""
    extension: EnterpriseUser | None = resource[EnterpriseUser]
    value = extension.manager.value if extension and extension.manager else None
    if not value:
        return None
    manager = people_of(source).filter(pk=number_of(value)).first()
    if manager is None:
        raise InvalidValueException(detail=f"There is no person {value}, who was named as manager.")
    return manager


def _kept(values: Sequence[Kept] | None) -> Kept | None:
    """The one that we keep: the one for work, else the first."""
    held = [one for one in values or () if one.value]
    return next((one for one in held if (one.type or WORK) == WORK), held[0] if held else None)


def _shown(person: Person, groups: list[GroupOf] | None) -> Resource[Any]:
    kept = person.__dict__  # what the query worked out stands beside the columns
    resource = TheUser(
        id=str(person.pk),
        external_id=kept["outside"] or None,
        user_name=kept["login"],
        display_name=person.name,
        active=person.is_active,
        emails=[Email(value=person.email, type=kept["email_type"])],
        phone_numbers=[PhoneNumber(value=person.phone, type=kept["phone_type"])] if person.phone else None,
        groups=groups,
    )
    if kept["given"] or kept["family"]:
        resource.name = Name(given_name=kept["given"] or None, family_name=kept["family"] or None)
    if person.manager:
        place: Reference[Any] = Reference(f"Users/{person.manager.pk}")
        manager = Manager(value=str(person.manager.pk), ref=place)
        resource[EnterpriseUser] = EnterpriseUser(manager=manager)
    resource.meta = meta(resource, "User", person.created_at, kept["changed"])
    return resource


def meta(resource: Resource[Any], kind: str, created: datetime, changed: datetime) -> Meta:
    """Meta of a resource, its version made of all that it says: it changes whoever changed something."""
    version = hashlib.sha256(resource.model_dump_json().encode()).hexdigest()[:32]
    return Meta(resource_type=kind, created=created, last_modified=changed, version=f'W/"{version}"')
