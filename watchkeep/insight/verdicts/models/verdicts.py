"""The verdict on a change: which services it could touch, what was compared, what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.services.models import Service
from watchkeep.insight.verdicts.models.indicators import Indicator
from watchkeep.insight.verdicts.permissions import P
from watchkeep.insight.verdicts.rules import LOOKS
from watchkeep.work.changes.models import Change

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor


class Finding(models.TextChoices):
    """What a change did."""

    WORSE = "worse", _("Worse")
    BETTER = "better", _("Better")
    SAME = "same", _("The same")
    UNKNOWN = "unknown", _("Unknown")


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """Sets of verdicts."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of changes that the actor may see, with the permission."""
        if not actor.may(P.SEE):
            return self.none()
        return self.filter(change__in=Change.objects.visible_to(actor).order_by().values("pk"))

    def due(self, at: datetime) -> Self:
        """Those to be looked at by now."""
        return self.filter(due_at__lte=at).order_by("due_at")

    def judged(self) -> Self:
        """Those that have been looked at at least once."""
        return self.filter(judged_at__isnull=False)


class Verdict(models.Model):
    """What a change did, told from before and after.

    ``early`` looks were taken while it was carried out, ``looks`` after its end; the next is due on ``due_at``.
    ``begun_at`` and ``ended_at`` are those of the change; one that never ended is judged without an end
    (``is_endless``). ``worse_at``: when it was first found to be worse; that stands, whatever later looks find.
    ``others``: how many other changes were carried out on these services in the time that was compared. ``spent``: how
    much of the chance of a false alarm, which all its looks share, those that were taken have used.
    """

    change = models.OneToOneField(Change, primary_key=True, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField(_("begun"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    is_endless = models.BooleanField(_("never ended"), default=False)
    early = models.PositiveSmallIntegerField(default=0)
    looks = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    finding = models.CharField(_("verdict"), max_length=8, choices=Finding.choices, blank=True)
    worse_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(_("judged"), null=True)
    others = models.PositiveSmallIntegerField(default=0)
    spent = models.FloatField(default=0.0)

    objects = models.Manager.from_queryset(VerdictQuerySet)()

    class Meta:
        """The one judged last comes first."""

        ordering = ["-judged_at", "-change"]
        constraints = [
            models.CheckConstraint(condition=Q(finding__in=["", *Finding.values]), name="verdict_finding_is_known")
        ]
        indexes = [
            models.Index(fields=["due_at"], name="verdict_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["-judged_at", "-change"], name="verdict_newest", condition=Q(judged_at__isnull=False)),
            models.Index(fields=["finding", "-judged_at", "-change"], name="verdict_by_finding"),
        ]

    def __str__(self) -> str:
        return f"{self.change}: {self.finding}"

    @property
    def is_final(self) -> bool:
        """Whether no look is left."""
        return self.looks >= len(LOOKS) or (self.judged_at is not None and self.due_at is None)

    @property
    def place(self) -> int:
        """Which of all its looks the next one is."""
        return self.early + self.looks

    @property
    def is_under_way(self) -> bool:
        """Whether it was judged while it was carried out, and it still is."""
        return self.ended_at is None and not self.is_endless

    @property
    def is_worse(self) -> bool:
        """Whether it did harm."""
        return self.finding == Finding.WORSE


class Touched(models.Model):
    """One service that a change could touch when it began: its own (distance 0), and those that depend on them.

    ``begun_at`` stands here as well, so that what began on a service lately is found along one index.
    """

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="touched", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)
    distance = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()

    class Meta:
        """The nearest first."""

        ordering = ["distance", "service"]
        constraints = [models.UniqueConstraint(fields=["verdict", "service"], name="touched_once")]
        indexes = [models.Index(fields=["service", "-begun_at"], name="touched_lately")]

    def __str__(self) -> str:
        return f"{self.verdict_id} touches {self.service_id}"


class Compared(models.Model):
    """One figure of one service before and after, as one look found it. Figures as the rules say them."""

    class Kind(models.TextChoices):
        """What was compared."""

        ALERTS = "alerts", _("Alerts")
        INCIDENTS = "incidents", _("Incidents")
        REQUESTS = "requests", _("Requests")
        INDICATOR = "indicator", _("Indicator")

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="compared", db_index=False)
    look = models.PositiveSmallIntegerField()
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(_("figure"), max_length=10, choices=Kind.choices)
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    before = models.PositiveIntegerField(_("moments before"))
    after = models.PositiveIntegerField(_("figures after"))
    expected = models.FloatField(_("expected"))
    seen = models.FloatField(_("seen"))
    p = models.FloatField(null=True)
    q = models.FloatField(null=True)
    season = models.CharField(max_length=4, blank=True)
    finding = models.CharField(_("finding"), max_length=8, choices=Finding.choices)
    why = models.CharField(max_length=120, blank=True)

    class Meta:
        """What stood out comes first."""

        ordering = ["look", "q", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["verdict", "look", "service", "kind", "indicator"], name="compared_once",
                nulls_distinct=False,
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} of {self.service_id}"

    @property
    def name(self) -> str:
        """What it is called."""
        return self.indicator.name if self.indicator else str(self.Kind(self.kind).label)

    @property
    def unit(self) -> str:
        """In what it is measured."""
        return self.indicator.unit if self.indicator else ""

    @property
    def effect(self) -> float | None:
        """By how many percent it differs from what was expected."""
        return 100 * (self.seen / self.expected - 1) if self.expected else None
