"""Macros: words, field changes and a verb under one name. One without changes is a reply template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person, Team
from watchkeep.kernel import clock
from watchkeep.work.desk.rules import Order

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor
    from watchkeep.work.tickets.models import Ticket


class MacroQuerySet(models.QuerySet["Macro"]):
    """Sets of macros."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, those of one's teams, and those that are shared."""
        return self.filter(Q(is_shared=True) | Q(team__in=actor.teams) | Q(owner=actor.person or 0))

    def fitting(self, ticket: Ticket) -> Self:
        """Those that are made for this kind of ticket."""
        return self.filter(Q(kinds=[]) | Q(kinds__contains=[ticket.kind]))


class Macro(models.Model):
    """What an agent does again and again, under a name."""

    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, verbose_name=_("team"), null=True, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField(_("shared"), default=False)
    name = models.CharField(_("name"), max_length=60)
    kinds = ArrayField(models.CharField(max_length=12), verbose_name=_("kinds"), default=list)
    order = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(MacroQuerySet)()

    class Meta:
        """From A to Z; a name is used once in each place."""

        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(is_shared=False, team=None), name="macro_name_once_for_one"
            ),
            models.UniqueConstraint(fields=["team", "name"], name="macro_name_once_in_team"),
            models.UniqueConstraint(fields=["name"], condition=Q(is_shared=True), name="macro_name_once_for_all"),
            models.CheckConstraint(condition=~Q(is_shared=True, team__isnull=False), name="macro_has_one_place"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def does(self) -> Order:
        """What it does."""
        return Order.read(self.order)
