"""Teams and who is in them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models.persons import Person
from watchkeep.estate.people.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor


class TeamQuerySet(models.QuerySet["Team"]):
    """Sets of teams."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff see every team, others the ones they are in."""
        if actor.may(P.SEE):
            return self
        return self.filter(pk__in=actor.teams)


class Team(models.Model):
    """People who look after the same things."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    members = models.ManyToManyField(Person, through="Membership", verbose_name=_("members"), related_name="teams")

    objects = models.Manager.from_queryset(TeamQuerySet)()

    class Meta:
        """Names are read from A to Z."""

        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person in one team."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(_("leads the team"), default=False)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        """Leads come first."""

        ordering = ["-is_lead", "person__name"]
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.team}"
