"""Plans: what an incident on a service, of a tier or of a severity demands. A field that is empty is left open."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.automation.models import Procedure
from watchkeep.duty.oncall.models import Policy, Schedule
from watchkeep.duty.response import rules
from watchkeep.duty.response.permissions import P
from watchkeep.duty.response.rules import Source
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor

COMMANDER = rules.COMMANDER


class Role(models.Model):
    """Something that somebody is during a response: the commander, the scribe, or what this organisation needs."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    duties = models.TextField(_("what it does"), blank=True)
    position = models.PositiveSmallIntegerField(_("place"), default=50)

    class Meta:
        """In the order in which they are filled."""

        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def leads(self) -> bool:
        """Whether it is the commander, without whom no major incident should be."""
        return self.slug == COMMANDER

    def given(self, source: str, target: int | None = None, name: str = "") -> rules.RoleGiven:
        """This role, filled from a source, as a pure value."""
        return rules.RoleGiven(role=self.slug, role_name=self.name, source=source, target=target, name=name)


class PlanQuerySet(models.QuerySet["Plan"]):
    """Sets of plans."""

    def visible_to(self, actor: Actor) -> Self:
        """Plans are no secret among staff, and nobody else's business."""
        return self if actor.may(P.SEE) else self.none()

    def whole(self) -> Self:
        """With everything that a plan names, in two queries."""
        roles = PlanRole.objects.select_related("role", "schedule", "person", "team")
        return self.select_related("service", *rules.NAMED).prefetch_related(models.Prefetch("roles", roles))

    def about(self, *, service: int | None, tier: int | None, severity: int | None) -> Self:
        """Those that say something about such an incident."""
        kinds = Q(severity=None) | Q(severity=severity)
        places = Q(service=None, tier=None)
        if service is not None:
            places |= Q(service=service) | Q(tier=tier)
        return self.filter(kinds & places)


class Plan(models.Model):
    """What incidents demand that fit its service or tier and its severity. Empty fields are left to broader plans."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    description = models.CharField(_("what for"), max_length=200, blank=True)
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    tier = models.PositiveSmallIntegerField(_("tier"), null=True, blank=True, choices=Service.Tier.choices)
    severity = models.PositiveSmallIntegerField(
        _("severity"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    policy = models.ForeignKey(
        Policy, verbose_name=_("escalation policy"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    workflow = models.ForeignKey(
        Procedure, verbose_name=_("workflow"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    runbook = models.ForeignKey(
        Procedure, verbose_name=_("runbook"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    internal_first_minutes = models.PositiveSmallIntegerField(_("first internal update"), null=True, blank=True)
    internal_every_minutes = models.PositiveSmallIntegerField(_("then internally every"), null=True, blank=True)
    public_first_minutes = models.PositiveSmallIntegerField(_("first public update"), null=True, blank=True)
    public_every_minutes = models.PositiveSmallIntegerField(_("then publicly every"), null=True, blank=True)
    review_days = models.PositiveSmallIntegerField(_("review"), null=True, blank=True)
    sla_note = models.CharField(_("service level"), max_length=300, blank=True)
    demands = models.TextField(_("what it demands"), max_length=2000, blank=True)

    objects = models.Manager.from_queryset(PlanQuerySet)()

    class Meta:
        """One plan for each aim; the database holds that, too."""

        ordering = ["service__name", "tier", "severity", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "tier", "severity"], nulls_distinct=False, name="response_plan_once_per_aim"
            ),
            models.CheckConstraint(
                condition=Q(service__isnull=True) | Q(tier__isnull=True), name="response_plan_service_or_tier"
            ),
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__range=(1, 4)), name="response_plan_severity_is_known"
            ),
            models.CheckConstraint(
                condition=Q(tier__isnull=True) | Q(tier__range=(1, 4)), name="response_plan_tier_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def aim(self) -> str:
        """For what it holds, in words."""
        place = str(self.service) if self.service else ""
        place = place or (str(_("Tier %(tier)s")) % {"tier": self.tier} if self.tier else "")
        parts = [place, f"SEV{self.severity}" if self.severity else ""]
        return ", ".join(part for part in parts if part) or str(_("Everything"))

    @property
    def wanted(self) -> list[PlanRole]:
        """The roles that it wants filled."""
        return [one for one in self.roles.all() if one.source != Source.NONE]

    def spec(self) -> rules.PlanSpec:
        """The plan as the pure value that is compared with others; reads what ``whole`` loaded."""
        return replace(self.spec_of_fields(), roles=tuple(one.spec() for one in self.roles.all()))

    def spec_of_fields(self) -> rules.PlanSpec:
        """The same without its roles: what a plan that is not saved yet can say."""
        given: dict[str, rules.Value] = {
            name: value
            for name in rules.FIELDS
            if (value := getattr(self, f"{name}_id" if name in rules.NAMED else name)) not in (None, "")
        }
        return rules.PlanSpec(
            id=self.pk,
            name=self.name,
            service=self.service_id,
            tier=self.tier,
            severity=self.severity,
            values=given,
            named={name: str(row) for name in rules.NAMED if (row := getattr(self, name))},
        )


class PlanRole(models.Model):
    """How a plan fills one role. A role that it does not name is left open."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="roles")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(_("filled by"), max_length=12, choices=Source.choices)
    schedule = models.ForeignKey(Schedule, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A plan fills a role in one way, and names what the way needs."""

        ordering = ["role__position", "role__name"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "role"], name="response_plan_role_once"),
            models.CheckConstraint(
                condition=Q(schedule__isnull=False, source="schedule", person=None, team=None)
                | Q(person__isnull=False, source="person", schedule=None, team=None)
                | Q(team__isnull=False, source="team", schedule=None, person=None)
                | Q(source__in=("responder", "asked", "none"), schedule=None, person=None, team=None),
                name="response_plan_role_names_its_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {rules.filled_in_words(self.source, self.named)}"

    @property
    def target(self) -> Schedule | Person | Team | None:
        """Whom or what the source names."""
        return self.schedule or self.person or self.team

    @property
    def named(self) -> str:
        """The name of what the source names."""
        return str(self.target or "")

    def spec(self) -> rules.RoleGiven:
        """The role as a pure value."""
        return self.role.given(self.source, self.target.pk if self.target else None, self.named)
