"""Roles: what a kind of person may do. Data, for whoever may do at least as much."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries, rules
from watchkeep.estate.people.events import RoleAdded, RoleEdited, RoleRemoved
from watchkeep.estate.people.models import Role
from watchkeep.estate.people.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save


@transaction.atomic
def add_role(*, by: Actor, name: str, permissions: Iterable[str], description: str = "") -> Role:
    """Make a role of our own."""
    by.need(P.ROLES, _("add roles"))
    wanted = sorted(set(permissions))
    _refuse_more_than_own(by, wanted)
    role = Role()
    save(role, name=name, slug=slugify(name), description=description, permissions=wanted)
    tell(RoleAdded(record=role.pk, by=by, permissions=wanted))
    return role


@transaction.atomic
def edit_role(
    role: Role,
    *,
    by: Actor,
    name: str,
    permissions: Iterable[str],
    description: str = "",
    needs_second_factor: bool = False,
) -> None:
    """Change what a role allows, and whether its people need a second factor."""
    by.need(P.ROLES, _("edit roles"))
    row = Role.objects.select_for_update().get(pk=role.pk)
    before, after = set(row.permissions), set(permissions)
    if before != after and row.permissions == ["*"]:
        raise Refused(_("The administrator role always allows everything."), field="permissions")
    _refuse_more_than_own(by, before ^ after)
    role.permissions = row.permissions
    changed = save(
        role,
        name=name,
        description=description,
        permissions=sorted(after),
        needs_second_factor=needs_second_factor,
    )
    if changed:
        fact = RoleEdited(
            record=role.pk,
            by=by,
            granted=sorted(after - before),
            withdrawn=sorted(before - after),
            needs_second_factor=needs_second_factor,
        )
        tell(fact)


@transaction.atomic
def remove_role(role: Role, *, by: Actor) -> None:
    """Remove a role of our own that nobody holds."""
    by.need(P.ROLES, _("remove roles"))
    if role.is_builtin:
        raise Refused(_("A built-in role stays."))
    if role.people.exists():
        raise Refused(_("Somebody still has this role."))
    tell(RoleRemoved(record=role.pk, by=by, name=role.name))
    role.delete()


def _refuse_more_than_own(by: Actor, patterns: Iterable[str]) -> None:
    if not rules.may_touch(by.permissions, queries.allowed(patterns)):
        raise NotAllowed(_("You may not give or take what you may not do yourself."), permission=P.ROLES)
