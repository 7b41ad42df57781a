"""Where the protocol finds and changes people and groups: our rows, by our verbs, as the program that sends them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from scim2_models import (
    ForbiddenException,
    InvalidValueException,
    NotFoundException,
    NotImplementedException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
    UniquenessException,
)
from scim2_server.storage import ScimStorage, SearchPage

from watchkeep.doors.integrations.directory.scim import groups, people
from watchkeep.doors.integrations.directory.scim.filters import Query, number_of
from watchkeep.doors.integrations.directory.scim.shapes import MOST_RESULTS
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Group, Identity, Person, Source, Told
from watchkeep.kernel.errors import NotAllowed, Refused


class Storage(ScimStorage):
    """One program's view of us."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.by = source.actor()

    @contextmanager
    def operation(self) -> Iterator[None]:
        """One operation is one transaction; what we refuse becomes an answer of SCIM's."""
        try:
            with transaction.atomic():
                yield
        except NotAllowed as no:
            raise ForbiddenException(detail=no.message) from no
        except Refused as no:
            if no.code == "unique":
                raise UniquenessException(detail=no.message) from no
            raise InvalidValueException(detail=no.message) from no

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """Return one, without its members when nobody wants them."""
        if resource_type.name == "User":
            return people.shown(self.source, [self._person(resource_id)])[0]
        with_members = _wants_members(response_parameters)
        return groups.shown([self._group(resource_id)], with_members=with_members)[0]

    def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,  # noqa: ARG002  # cursors are not announced
    ) -> SearchPage:
        """Return a page of what fits, and how many fit."""
        if len(resource_types) != 1:
            raise NotImplementedException(detail="Search people and groups each at their own address.")
        is_people = resource_types[0].name == "User"
        rows: Any = people.people_of(self.source) if is_people else groups.groups_of(self.source)
        if search_request.filter is not None:
            columns = people.columns(self.source) if is_people else groups.columns()
            rows = rows.filter(Query(search_request.filter, columns).visit(search_request.filter.ast))
        start = search_request.start_index_0 or 0
        count = MOST_RESULTS if search_request.count is None else search_request.count
        page = rows.order_by("pk")[start : start + count]
        if is_people:
            return SearchPage(rows.count(), people.shown(self.source, page))
        return SearchPage(rows.count(), groups.shown(page, with_members=_wants_members(search_request)))

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Take somebody in, or know one more group."""
        pk = self._new_person(resource) if resource_type.name == "User" else self._new_group(resource)
        return self.get(resource_type, str(pk))

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """Follow what the program says of somebody, or of a group."""
        self._still(resource_type, str(resource.id), expected_version)
        if resource_type.name == "User":
            self._follow(self._person(str(resource.id)), resource)
        else:
            group = self._group(str(resource.id))
            self._save_group(group, resource)
        return self.get(resource_type, str(resource.id))

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        """Somebody leaves for good, or a group is no more."""
        self._still(resource_type, resource_id, expected_version)
        if resource_type.name == "Group":
            life.forget_group(self._group(resource_id))
            return
        person = self._person(resource_id)
        identity = Identity.objects.filter(source=self.source, person=person).first()
        life.take_back(identity or life.link(self.source, person, "", by=self.by), by=self.by)

    def _person(self, resource_id: str) -> Person:
        person = people.people_of(self.source).filter(pk=number_of(resource_id)).first()
        if person is None:
            raise NotFoundException(detail=f"There is no person {resource_id}.")
        return person

    def _group(self, resource_id: str) -> Group:
        group = groups.groups_of(self.source).filter(pk=number_of(resource_id)).first()
        if group is None:
            raise NotFoundException(detail=f"There is no group {resource_id}.")
        return group

    def _still(self, resource_type: ResourceType, resource_id: str, version: str | None) -> None:
        """Hold the row, and see that it still is what was read."""
        model: Any = Person if resource_type.name == "User" else Group
        model.objects.select_for_update().filter(pk=number_of(resource_id)).first()
        now = self.get(resource_type, resource_id)
        if version is not None and now.meta and now.meta.version != version:
            raise PreconditionFailedException(detail="Somebody changed it first.")

    def _new_person(self, resource: Resource[Any]) -> int:
        told = people.told(resource, was_active=True)
        manager = people.manager_of(resource, self.source)
        gone = Identity.objects.filter(source=self.source, removed_at__isnull=False)
        former = gone.filter(user_name__iexact=told.user_name).first() or gone.filter(person__email=told.email).first()
        self._refuse_taken(told, former.person_id if former else 0)
        if former:
            life.follow(former, told, by=self.by)
            person = former.person
        else:
            person = life.take_in(self.source, told, by=self.by)
        life.set_manager(person, manager, by=self.by)
        return person.pk

    def _follow(self, person: Person, resource: Resource[Any]) -> None:
        told = people.told(resource, was_active=person.is_active)
        manager = people.manager_of(resource, self.source)
        self._refuse_taken(told, person.pk)
        life.recognise(self.source, person, told, by=self.by)
        person.refresh_from_db()
        life.set_manager(person, manager, by=self.by)

    def _refuse_taken(self, told: Told, own: int) -> None:
        """A login and an address are one person's, whatever the case of their letters; so is the sender's own id."""
        if people.with_login(self.source, told.user_name).exclude(pk=own).exists():
            raise UniquenessException(detail=f"The userName {told.user_name} is taken.")
        if Person.objects.filter(email=told.email).exclude(pk=own).exists():
            raise UniquenessException(detail=f"The address {told.email} is taken.")
        marks = Identity.objects.filter(source=self.source, subject=told.subject).exclude(person=own)
        if told.subject and marks.exists():
            raise UniquenessException(detail=f"The externalId {told.subject} is taken.")

    def _new_group(self, resource: Resource[Any]) -> int:
        return self._save_group(None, resource).pk

    def _save_group(self, group: Group | None, resource: Any) -> Group:
        members = groups.members_told(resource, self.source)
        name, subject = resource.display_name or "", resource.external_id or ""
        group = life.save_group(self.source, group, by=self.by, name=name, subject=subject)
        life.set_members(group, members)
        return group


def _wants_members(asked: ResponseParameters[Any] | None) -> bool:
    """Whether an answer shows members: Entra leaves them out of every search."""
    if asked is None:
        return True
    left_out = [str(path).lower().rpartition(":")[2] for path in asked.excluded_attributes or ()]
    wanted = [str(path).lower().rpartition(":")[2] for path in asked.attributes or ()]
    return "members" not in left_out and (not wanted or any(one.startswith("members") for one in wanted))
