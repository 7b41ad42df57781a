"""A group as SCIM shows it, and who is in it as SCIM tells it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from scim2_models import InvalidValueException, Reference, Resource

from watchkeep.doors.integrations.directory.scim import people, shapes
from watchkeep.doors.integrations.directory.scim.filters import Column, Columns, number_of
from watchkeep.estate.people.models import Group, GroupMember, Person, Source


def groups_of(source: Source) -> QuerySet[Group]:
    """The groups that the program has sent."""
    return Group.objects.filter(source=source)


def columns() -> Columns:
    """Where each attribute of a group is."""

    def with_members(found: Q) -> Q:
        return Q(pk__in=GroupMember.objects.filter(found).values("group"))

    return {
        ("id", None): Column("pk", "id"),
        ("external_id", None): Column("subject", "exact"),
        ("display_name", None): Column("name"),
        ("members", "value"): Column("person", "id", wrap=with_members),
        ("members", "type"): Column(fixed="User"),
        ("meta", "created"): Column("created_at", "moment"),
        ("meta", "last_modified"): Column("changed_at", "moment"),
    }


def shown(rows: Iterable[Group], *, with_members: bool) -> list[Resource[Any]]:
    """Groups, with their members unless nobody wants to know: a group of thousands is then one row."""
    groups = list(rows)
    members: dict[int, list[shapes.Member]] = {}
    if with_members:
        held = GroupMember.objects.filter(group__in=groups, person__identities__removed_at=None)
        for one in GroupMember.objects.filter(pk__in=held.values("pk")).order_by("person"):
            place: Reference[Any] = Reference(f"Users/{one.person_id}")
            member = shapes.Member(value=str(one.person_id), ref=place, type="User")
            members.setdefault(one.group_id, []).append(member)
    return [_shown(group, members.get(group.pk)) for group in groups]


def members_told(resource: Any, source: Source) -> list[Person]:
    """Who is in the group. Raises InvalidValueException for whom the program cannot know."""
    told = {member.value for member in resource.members or ()}
    numbers = {number_of(value) for value in told}
    found = list(people.people_of(source).filter(pk__in=numbers))
    if len(found) != len(told):
        strange = sorted(str(value) for value in told if number_of(value) not in {one.pk for one in found})
        raise InvalidValueException(detail=f"There is no person {strange[0]}.")
    return found


def _shown(group: Group, members: list[shapes.Member] | None) -> Resource[Any]:
    resource: Resource[Any] = shapes.Group(
        id=str(group.pk), external_id=group.subject or None, display_name=group.name, members=members
    )
    resource.meta = people.meta(resource, "Group", group.created_at, group.changed_at)
    return resource
