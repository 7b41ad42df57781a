"""Writing plans and roles down. Whatever is changed here, responses that run keep their copy."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from watchkeep.duty.response import events, queries, rules
from watchkeep.duty.response.models import COMMANDER, Plan, PlanRole, Role, Source
from watchkeep.duty.response.permissions import P
from watchkeep.duty.response.rules import Filling
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

LONGEST_MINUTES = 7 * 24 * 60
LONGEST_DAYS = 365
_LIMITS = {name: LONGEST_MINUTES for name in rules.FIELDS if name.endswith("_minutes")} | {"review_days": LONGEST_DAYS}
_NAMES = {"name", "description", *rules.FIELDS}


@transaction.atomic
def create_plan(
    *,
    by: Actor,
    name: str,
    service: Service | None = None,
    tier: int | None = None,
    severity: int | None = None,
    roles: Sequence[Filling] = (),
    **values: Any,
) -> Plan:
    """Write a plan for a service or a tier and a severity, or for more. What is not given is left open."""
    by.need(P.CONFIGURE, _("write response plans"))
    plan = Plan(name=name.strip(), service=service, tier=tier, severity=severity)
    _save(plan, values, roles, by=by, is_new=True)
    return plan


@transaction.atomic
def change_plan(
    plan: Plan,
    *,
    by: Actor,
    service: Service | None,
    tier: int | None,
    severity: int | None,
    roles: Sequence[Filling] | None = None,
    **values: Any,
) -> None:
    """Change a plan, for incidents that open from now on. ``roles`` None leaves them as they are."""
    by.need(P.CONFIGURE, _("change response plans"))
    plan.service, plan.tier, plan.severity = service, tier, severity
    _save(plan, values, roles, by=by, is_new=False)


@transaction.atomic
def remove_plan(plan: Plan, *, by: Actor) -> None:
    """Take a plan away; broader ones hold in its place."""
    by.need(P.CONFIGURE, _("remove response plans"))
    tell(events.PlanRemoved(record=plan.pk, by=by, name=plan.name, aim=plan.aim))
    plan.delete()


@transaction.atomic
def create_role(*, by: Actor, name: str, duties: str = "", position: int = 50) -> Role:
    """Name one more thing that somebody can be during a response."""
    by.need(P.CONFIGURE, _("name roles"))
    role = Role(name=name.strip(), duties=duties.strip(), position=position, slug=_free_slug(name))
    _refuse_namesake(Role, role)
    role.save()
    tell(events.RoleSaved(record=role.pk, by=by, name=role.name, is_new=True))
    return role


@transaction.atomic
def change_role(role: Role, *, by: Actor, name: str, duties: str, position: int) -> None:
    """Call it something else, or say better what it does."""
    by.need(P.CONFIGURE, _("change roles"))
    role.name, role.duties, role.position = name.strip(), duties.strip(), position
    _refuse_namesake(Role, role)
    role.save()
    tell(events.RoleSaved(record=role.pk, by=by, name=role.name, is_new=False))


@transaction.atomic
def remove_role(role: Role, *, by: Actor) -> None:
    """Take a role away. Refused for the commander, and once somebody has had it: history names it."""
    by.need(P.CONFIGURE, _("remove roles"))
    if role.slug == COMMANDER:
        raise Refused(_("A response cannot do without a commander."), code="in_use")
    tell(events.RoleRemoved(record=role.pk, by=by, name=role.name))
    try:
        role.delete()
    except ProtectedError as error:
        raise Refused(_("It was wanted or held on incidents, whose history names it."), code="in_use") from error


def _save(plan: Plan, values: dict[str, Any], roles: Sequence[Filling] | None, *, by: Actor, is_new: bool) -> None:
    if unknown := values.keys() - _NAMES:
        raise Refused(_("A plan does not say this."), field=min(unknown))
    changed = sorted(name for name, value in values.items() if getattr(plan, name) != value)
    for name, value in values.items():
        setattr(plan, name, value.strip() if isinstance(value, str) else value)
    _refuse_unsound(plan)
    plan.save()
    if roles is not None:
        _refuse_unnamed(roles)
        plan.roles.all().delete()
        PlanRole.objects.bulk_create(_filled(plan, one) for one in roles)
        changed.append("roles")
    tell(events.PlanSaved(record=plan.pk, by=by, name=plan.name, aim=plan.aim, fields=changed, is_new=is_new))


def _filled(plan: Plan, one: Filling) -> PlanRole:
    named = {f"{one.source}_id": one.target} if one.target else {}
    return PlanRole(plan=plan, role_id=one.role, source=one.source, **named)


def _refuse_unsound(plan: Plan) -> None:
    if not plan.name:
        raise Refused(_("Give it a name."), field="name")
    _refuse_namesake(Plan, plan)
    if plan.service and plan.tier:
        raise Refused(_("A plan is for a service or for a tier; the service has its tier."), field="tier")
    aim = {"service": plan.service, "tier": plan.tier, "severity": plan.severity}
    if twin := Plan.objects.filter(**_exactly(aim)).exclude(pk=plan.pk).first():
        raise Refused(_("%(name)s is for exactly that already.") % {"name": twin.name}, code="taken")
    for name, most in _LIMITS.items():
        if not 0 <= (getattr(plan, name) or 0) <= most:
            raise Refused(_("Give a number from 0 to %(most)d.") % {"most": most}, field=name)


def _refuse_unnamed(roles: Sequence[Filling]) -> None:
    if len({one.role for one in roles}) != len(roles):
        raise Refused(_("A role is filled in one way."), field="roles")
    naming = (Source.SCHEDULE, Source.PERSON, Source.TEAM)
    if any(one.source not in Source.values or (one.source in naming) != bool(one.target) for one in roles):
        raise Refused(_("Say who fills the role."), field="roles")
    named = {one.target for one in roles if one.source == Source.PERSON and one.target}
    if queries.who_may_have_roles().filter(pk__in=named).count() != len(named):
        raise Refused(_("Name people who may have a role."), field="roles")


def _refuse_namesake(model: type[Plan] | type[Role], row: Plan | Role) -> None:
    if model.objects.filter(name__iexact=row.name).exclude(pk=row.pk).exists():
        raise Refused(_("There is one of this name."), field="name")


def _exactly(aim: dict[str, Any]) -> dict[str, Any]:
    return {name if value is not None else f"{name}__isnull": True if value is None else value
            for name, value in aim.items()}  # fmt: skip


def _free_slug(name: str) -> str:
    base = slugify(name)[:34] or "role"
    taken = set(Role.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)
