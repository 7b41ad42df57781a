"""Obligations of an incident, the reports that each wants, and the wordings for them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.regulations import rules
from watchkeep.duty.regulations.permissions import P
from watchkeep.duty.regulations.rules import MORE, NAMES, STAGES, TERMS, Regime, Terms
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.models import Attachment, Ticket

__all__ = [
    "MORE",
    "NAMES",
    "STAGES",
    "TERMS",
    "Obligation",
    "Regime",
    "Report",
    "ReportQuerySet",
    "Terms",
    "Wording",
]


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Sets of obligations."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of incidents that the actor may see."""
        rows = self if actor.may(P.SEE) else self.none()
        return rows.filter(ticket__in=Ticket.objects.visible_to(actor).values("pk"))


class Obligation(models.Model):
    """A law that an incident falls under, and the moments from which it counts, as a person stated them.

    ``hours`` is the calendar whose holidays count, where the terms say so; ``handled_at``, under NIS2, when an incident
    was dealt with that went on when its final report was due.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    regime = models.CharField(_("law"), max_length=8, choices=Regime.choices)
    aware_at = models.DateTimeField(_("aware since"))
    classified_at = models.DateTimeField(_("classified as major"), null=True, blank=True)
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    terms = models.CharField(_("terms"), max_length=16, choices=Terms.choices, default=Terms.PLAIN)
    hours = models.ForeignKey(BusinessHours, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(_("authority"), max_length=200, blank=True)
    started_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    stopped_at = models.DateTimeField(null=True)
    stop_reason = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(ObligationQuerySet)()

    class Meta:
        """An incident falls under a law once."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["ticket", "regime"], name="regulation_once_per_incident")]

    def __str__(self) -> str:
        return f"{self.get_regime_display()} {self.ticket.number}"

    @property
    def may_tell_more(self) -> bool:
        """Whether the report after which more can be told was made."""
        first = MORE[self.regime].after
        return any(row.stage == first and row.reported_at for row in self.reports.all())


class ReportQuerySet(models.QuerySet["Report"]):
    """Sets of reports."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of incidents that the actor may see."""
        rows = self if actor.may(P.SEE) else self.none()
        return rows.filter(obligation__ticket__in=Ticket.objects.visible_to(actor).values("pk"))

    def open(self) -> Self:
        """Those that still have to be made."""
        return self.filter(_OPEN)

    def due_to_warn(self, now: datetime) -> Self:
        """Open ones whose moment of reminding has come."""
        return self.filter(_OPEN, warned_at__isnull=True, warn_at__lte=now).order_by("warn_at")

    def due_to_tell(self, now: datetime) -> Self:
        """Open ones whose time is over and of which nobody was told yet."""
        return self.filter(_OPEN, late_at__isnull=True, due_at__lte=now).order_by("due_at")


_OPEN = Q(reported_at__isnull=True, closed_at__isnull=True)


class Report(models.Model):
    """One report that a law wants: by when, and when it was made, by whom, to whom, with what evidence.

    ``closed_at``: it is not needed, for the reason given.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="reports")
    stage = models.CharField(max_length=16)
    position = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(_("reported"), null=True)
    reported_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    to = models.CharField(_("to whom"), max_length=200, blank=True)
    reference = models.CharField(_("their reference"), max_length=120, blank=True)
    text = models.TextField(_("text"), blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(ReportQuerySet)()

    class Meta:
        """What is due has a partial index. Only what tells more comes more than once."""

        ordering = ["obligation_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "stage"],
                name="regulation_report_once",
                condition=~Q(stage__in=[one.slug for one in MORE.values()]),
            )
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="regulation_report_due", condition=_OPEN),
            models.Index(fields=["warn_at"], name="regulation_report_warns", condition=_OPEN & Q(warned_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} {self.stage}"

    @property
    def is_open(self) -> bool:
        """Whether it still has to be made."""
        return self.reported_at is None and self.closed_at is None

    @property
    def is_late(self) -> bool:
        """Whether it was not made in time, or is not made and its time is over."""
        return self.due_at is not None and self.closed_at is None and (self.reported_at or clock.now()) > self.due_at

    @property
    def step(self) -> rules.Stage:
        """What the law calls it."""
        return rules.stage(self.obligation.regime, self.stage)

    @property
    def says(self) -> str:
        """By when the law wants it, in words."""
        return rules.says(self.obligation.regime, self.stage, self.obligation.terms)


class Wording(models.Model):
    """The text with which a report begins, with names to be filled in (Jinja)."""

    regime = models.CharField(max_length=8, choices=Regime.choices)
    stage = models.CharField(max_length=16)
    text = models.TextField(_("text"))

    class Meta:
        """One for each report of each law."""

        ordering = ["regime", "id"]
        constraints = [models.UniqueConstraint(fields=["regime", "stage"], name="regulation_wording_once")]

    def __str__(self) -> str:
        return f"{self.get_regime_display()} {self.stage}"

    @property
    def step(self) -> rules.Stage:
        """What the law calls it."""
        return rules.stage(self.regime, self.stage)
