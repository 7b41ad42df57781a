"""What pipelines asked at the gate, and what they were told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.work.changes.models.changes import Change
from watchkeep.work.changes.models.pipelines import PipelineSource
from watchkeep.work.changes.models.templates import ChangeModel
from watchkeep.work.changes.permissions import P

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class Verdict(models.TextChoices):
    """What the gate says."""

    GO = "go", _("Go")
    WAIT = "wait", _("Wait")
    STOP = "stop", _("Stop")


class AskingQuerySet(models.QuerySet["Asking"]):
    """Sets of askings."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see changes."""
        return self if actor.may(P.SEE) else self.none()


class Asking(models.Model):
    """A pipeline wanted to know whether it may go on, and this is what it heard last.

    Asked again with the same ``key`` by the same asker, it is the same asking, and about the same change. ``reasons``
    lists a code and words for each thing that is missing, stands against it, or lets it pass.
    """

    asker = models.CharField(max_length=64)
    key = models.CharField(max_length=128, blank=True)
    source = models.ForeignKey(PipelineSource, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)
    environment = models.CharField(_("environment"), max_length=120, blank=True)
    model = models.ForeignKey(ChangeModel, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    revision = models.CharField(_("revision"), max_length=120, blank=True)
    commit = models.CharField(_("commit"), max_length=64, blank=True)
    number = models.CharField(_("change"), max_length=20, blank=True)
    url = models.CharField(max_length=500, blank=True)
    change = models.ForeignKey(Change, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    verdict = models.CharField(_("answer"), max_length=4, choices=Verdict.choices)
    reasons: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    times = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(default=clock.now)

    objects = models.Manager.from_queryset(AskingQuerySet)()

    class Meta:
        """The newest first."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["asker", "key"], name="gate_asking_once", condition=~Q(key="")),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="gate_verdict_is_known"),
        ]
        indexes = [
            models.Index(fields=["verdict", "-id"], name="gate_asking_by_verdict"),
            models.Index(fields=["service", "-id"], name="gate_asking_of_service"),
            models.Index(fields=["change"], name="gate_asking_of_change", condition=Q(change__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.service_id}"
