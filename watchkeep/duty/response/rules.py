"""Pure decisions of the response: which plan gives which value, and when the next update is due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

COMMANDER = "commander"
NAMED = ("policy", "workflow", "runbook")
"""The fields that name a record."""
FIELDS = (
    *NAMED,
    "internal_first_minutes",
    "internal_every_minutes",
    "public_first_minutes",
    "public_every_minutes",
    "review_days",
    "sla_note",
    "demands",
)
"""What a plan may give or leave open, besides its roles. 0 minutes or days: none is wanted."""
Value = int | str


class Source(models.TextChoices):
    """From where a role is filled."""

    RESPONDER = "responder", gettext_lazy("Whoever answers the page")
    SCHEDULE = "schedule", gettext_lazy("Whoever is on call")
    PERSON = "person", gettext_lazy("A person")
    TEAM = "team", gettext_lazy("Asked for in a team")
    ASKED = "asked", gettext_lazy("Asked for in the incident's own team")
    NONE = "none", gettext_lazy("Not needed")


@dataclass(frozen=True, kw_only=True)
class Given:
    """A value and the plan that gave it. ``name``: what an id stands for."""

    value: Value
    name: str = ""
    plan: int | None = None
    plan_name: str = ""


@dataclass(frozen=True, kw_only=True)
class RoleGiven:
    """How a role is filled, and the plan that says so."""

    role: str
    role_name: str
    source: str
    target: int | None = None
    name: str = ""
    plan: int | None = None
    plan_name: str = ""

    @property
    def is_wanted(self) -> bool:
        """Whether somebody has to have it."""
        return self.source != Source.NONE

    @property
    def in_words(self) -> str:
        """From where it is filled, in words."""
        return filled_in_words(self.source, self.name)


@dataclass(frozen=True)
class Filling:
    """How a plan is told to fill a role: the ids of the role and of what the source names."""

    role: int
    source: str
    target: int | None = None


@dataclass(frozen=True, kw_only=True)
class PlanSpec:
    """One plan as a value: for what it holds, what it gives. A field that is missing is left open."""

    id: int | None
    name: str
    service: int | None = None
    tier: int | None = None
    severity: int | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    roles: Sequence[RoleGiven] = ()

    def rank(self, *, service: int | None, tier: int | None, severity: int | None) -> int | None:
        """How closely it fits such an incident, 0 the closest; None when it does not.

        Service and severity, service, tier and severity, tier, severity, everything.
        """
        if self.severity not in (None, severity):
            return None
        if self.service is not None:
            place = 0 if self.service == service else None
        elif self.tier is not None:
            place = 2 if self.tier == tier and service is not None else None
        else:
            place = 4
        return None if place is None else place + (self.severity is None)


@dataclass(frozen=True, kw_only=True)
class Demands:
    """What an incident demands: every value with the plan that gave it, the closest plan first in ``plans``."""

    given: Mapping[str, Given] = field(default_factory=dict)
    roles: tuple[RoleGiven, ...] = ()
    plans: tuple[str, ...] = ()

    @property
    def policy(self) -> int | None:
        """The escalation policy; None leaves the choice to the service."""
        return self._number("policy")

    @property
    def procedures(self) -> tuple[int, ...]:
        """The workflow that is started and the runbook that is opened with the incident."""
        return tuple(found for name in ("workflow", "runbook") if (found := self._number(name)))

    @property
    def review_days(self) -> int | None:
        """Within how many days of its end a review is due; None for none."""
        return self._number("review_days")

    @property
    def sla_note(self) -> str:
        """What is promised, in words."""
        return self._words("sla_note")

    @property
    def words(self) -> str:
        """What it demands, in words."""
        return self._words("demands")

    @property
    def closest(self) -> str:
        """The name of the plan that fits closest."""
        return self.plans[0] if self.plans else ""

    @property
    def wanted(self) -> tuple[RoleGiven, ...]:
        """The roles that somebody has to have."""
        return tuple(role for role in self.roles if role.is_wanted)

    def first_minutes(self, audience: str) -> int | None:
        """Minutes until an audience's first update; None when none is demanded."""
        return self._number(f"{audience}_first_minutes") or self.every_minutes(audience)

    def every_minutes(self, audience: str) -> int | None:
        """Minutes between an audience's updates; None when no further one is demanded."""
        return self._number(f"{audience}_every_minutes")

    def _number(self, name: str) -> int | None:
        one = self.given.get(name)
        return int(one.value) or None if one else None

    def _words(self, name: str) -> str:
        one = self.given.get(name)
        return str(one.value) if one else ""


@dataclass(frozen=True)
class Line:
    """One line of an explanation: a field or a role, the value that holds, and those that it overrules."""

    name: str
    holds: Given | RoleGiven | None
    overruled: tuple[Given | RoleGiven, ...] = ()


MAJOR = 2
"""The mildest severity of a major incident. One that somebody declares major is answered at least as this."""


def is_major(severity: int | None) -> bool:
    """Whether a severity makes an incident a major one."""
    return severity is not None and severity <= MAJOR


def gravity(severity: int | None, *, is_declared: bool) -> int | None:
    """By which severity an incident is answered and reviewed: its own, at least that of a major when declared so."""
    return min(severity or MAJOR, MAJOR) if is_declared else severity


def ranked(plans: Iterable[PlanSpec], **case: int | None) -> list[PlanSpec]:
    """The plans that fit, the closest first."""
    fitting = [(rank, plan) for plan in plans if (rank := plan.rank(**case)) is not None]
    return [plan for _rank, plan in sorted(fitting, key=lambda pair: pair[0])]


def resolve(fitting: Sequence[PlanSpec], order: Sequence[str] = ()) -> Demands:
    """What holds when the closest plan that says something decides each field and each role. ``order``: of roles."""
    lines = explain(fitting, order)
    given = {line.name: line.holds for line in lines if isinstance(line.holds, Given)}
    roles = tuple(line.holds for line in lines if isinstance(line.holds, RoleGiven))
    return Demands(given=given, roles=roles, plans=tuple(plan.name for plan in fitting))


def explain(fitting: Sequence[PlanSpec], order: Sequence[str] = ()) -> list[Line]:
    """The same field by field, with what was overruled: the fields, then the roles."""
    fields = [_line(name, [_given(plan, name) for plan in fitting if name in plan.values]) for name in FIELDS]
    found: dict[str, list[RoleGiven]] = {slug: [] for slug in order}
    for plan in fitting:
        for role in plan.roles:
            found.setdefault(role.role, []).append(replace(role, plan=plan.id, plan_name=plan.name))
    return fields + [_line(slug, given) for slug, given in found.items() if given]


def as_json(demands: Demands) -> dict[str, Any]:
    """The copy that an incident keeps."""
    kept: dict[str, Any] = msgspec.to_builtins(demands)
    return kept


def restored(snapshot: Mapping[str, Any]) -> Demands:
    """What an incident's copy demands."""
    return msgspec.convert(snapshot, type=Demands)


def differences(before: Demands, after: Demands) -> list[str]:
    """The names of the fields and roles in which two plans differ, whoever gave them."""
    fields = [name for name in FIELDS if _value(before, name) != _value(after, name)]
    old, new = ({role.role: (role.source, role.target) for role in one.wanted} for one in (before, after))
    return fields + sorted(slug for slug in old.keys() | new.keys() if old.get(slug) != new.get(slug))


def first_due(demands: Demands, audience: str, since: datetime) -> datetime | None:
    """When an audience's first update is due; None when none is demanded."""
    minutes = demands.first_minutes(audience)
    return since + timedelta(minutes=minutes) if minutes else None


def next_due(demands: Demands, audience: str, now: datetime, promised: datetime | None) -> datetime | None:
    """When the next is due after one was posted: by the plan, or sooner when a sooner one was promised."""
    minutes = demands.every_minutes(audience)
    moments = [now + timedelta(minutes=minutes)] if minutes else []
    if promised and promised > now:
        moments.append(promised)
    return min(moments, default=None)


def moved_due(demands: Demands, audience: str, now: datetime, was: datetime | None) -> datetime | None:
    """When an update is due under a new plan: never later than it was promised, never sooner than the plan asks."""
    first = first_due(demands, audience, now)
    return min(was, first) if was and first else first


def in_words(name: str, given: Given | None) -> str:
    """A value as people say it."""
    if given is None:
        return _("left to the service") if name == "policy" else _("not said")
    if name.endswith("_minutes"):
        return spoken_minutes(int(given.value)) if given.value else _("none")
    if name == "review_days":
        days = int(given.value)
        return ngettext("due within %(n)d day", "due within %(n)d days", days) % {"n": days} if days else _("not due")
    return given.name or str(given.value)


def spoken_minutes(minutes: int) -> str:
    """A length of time: 45 min, 2 h, 26 h 5 min."""
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def filled_in_words(source: str, name: str = "") -> str:
    """From where a role is filled, in words."""
    named = {
        Source.SCHEDULE: _("On call in %(name)s"),
        Source.PERSON: "%(name)s",
        Source.TEAM: _("Asked for in %(name)s"),
    }
    return named[Source(source)] % {"name": name} if source in named else str(Source(source).label)


def _line(name: str, given: Sequence[Given | RoleGiven]) -> Line:
    return Line(name, given[0] if given else None, tuple(given[1:]))


def _given(plan: PlanSpec, name: str) -> Given:
    return Given(value=plan.values[name], name=plan.named.get(name, ""), plan=plan.id, plan_name=plan.name)


def _value(demands: Demands, name: str) -> Value | None:
    one = demands.given.get(name)
    return (one.value or None) if one else None
