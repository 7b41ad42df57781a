"""The detail row of an incident; its number, title and state stand on the spine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.kernel import clock
from watchkeep.work.tickets.models import Detail, State, Ticket
from watchkeep.work.tickets.permissions import P as tickets  # noqa: N811  # this slice has a P of its own

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Sets of incidents."""

    def visible_to(self, actor: Actor) -> Self:
        """Those whose ticket the actor may see."""
        if actor.may(tickets.SEE):
            return self
        return self.filter(ticket__in=Ticket.objects.visible_to(actor).values("pk"))

    def open(self) -> Self:
        """Those that still need work."""
        return self.filter(ticket__is_open=True)

    def due_to_close(self, at: datetime) -> Self:
        """Resolved ones whose grace period is over."""
        return self.filter(close_after__lte=at).order_by("close_after")


_Manager = models.Manager.from_queryset(IncidentQuerySet)


class IncidentManager(_Manager["Incident"]):
    """Finds incidents together with their tickets: neither says much alone."""

    def get_queryset(self) -> IncidentQuerySet:
        """Every incident with its ticket."""
        found = IncidentQuerySet(self.model, using=self._db)
        return found.select_related("ticket").defer("ticket__words")


class Incident(Detail, models.Model):
    """Something that worked has stopped working."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, related_name="+")
    impact = models.PositiveSmallIntegerField(
        _("impact"), default=2, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), default=2, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    is_severity_declared = models.BooleanField(default=False, editable=False)
    is_pinned = models.BooleanField(_("priority pinned"), default=False, db_default=False, editable=False)
    is_major = models.BooleanField(_("major incident"), default=False, db_default=False, editable=False)
    deadline_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    hold_reason = models.CharField(_("reason to wait"), max_length=200, blank=True)
    cancel_reason = models.CharField(_("reason to cancel"), max_length=200, blank=True)
    cause = models.TextField(_("cause"), blank=True)
    fix = models.TextField(_("what was done"), blank=True)
    service_down_at = models.DateTimeField(_("service down since"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, editable=False)
    restored_at = models.DateTimeField(_("restored"), null=True, editable=False)
    resolved_at = models.DateTimeField(_("resolved"), null=True, editable=False)
    close_after = models.DateTimeField(null=True, editable=False)
    close_hindrance = models.CharField(_("why it was not closed"), max_length=300, blank=True, editable=False)
    reopen_until = models.DateTimeField(_("can be reopened until"), null=True, editable=False)
    reopened_count = models.PositiveIntegerField(_("times reopened"), default=0, editable=False)
    next_update_at = models.DateTimeField(_("next update"), null=True, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    state_before_merge = models.CharField(max_length=16, choices=State.choices, blank=True, editable=False)

    objects = IncidentManager()

    class Meta:
        """What is due has a partial index; so has what looks alike."""

        ordering = ["-ticket_id"]
        constraints = [
            models.CheckConstraint(condition=Q(impact__range=(1, 3)), name="incident_impact_is_known"),
            models.CheckConstraint(condition=Q(urgency__range=(1, 3)), name="incident_urgency_is_known"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("ticket")), name="incident_is_not_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("ticket")), name="incident_not_into_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["close_after"], name="incident_to_close", condition=Q(close_after__isnull=False)),
            models.Index(fields=["fingerprint", "-ticket"], name="incident_alike", condition=~Q(fingerprint="")),
        ]

    def __str__(self) -> str:
        return str(self.ticket)

    @property
    def is_merged(self) -> bool:
        """Whether it is read and worked in another incident."""
        return self.merged_into_id is not None

    @property
    def may_come_back(self) -> bool:
        """Whether it can still be reopened: restored, or ended within the grace period."""
        if self.state == State.RESTORED:
            return True
        return not self.is_merged and self.reopen_until is not None and clock.now() < self.reopen_until
