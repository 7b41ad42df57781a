"""What is announced: an incident or a maintenance in public words, told update by update."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.announcements.models.pages import Component, StatusPage, Worth
from watchkeep.duty.announcements.permissions import P
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.records import mark_of
from watchkeep.work.tickets.models import Ticket


class Kind(models.TextChoices):
    """What is announced."""

    INCIDENT = "incident", _("Incident")
    MAINTENANCE = "maintenance", _("Maintenance")


class State(models.TextChoices):
    """Where an announcement stands. The first two are never shown."""

    DRAFT = "draft", _("Waits for approval")
    DISCARDED = "discarded", _("Discarded")
    INVESTIGATING = "investigating", _("Investigating")
    IDENTIFIED = "identified", _("Identified")
    MONITORING = "monitoring", _("Monitoring")
    RESOLVED = "resolved", _("Resolved")
    SCHEDULED = "scheduled", _("Scheduled")
    IN_PROGRESS = "in_progress", _("In progress")
    VERIFYING = "verifying", _("Verifying")
    COMPLETED = "completed", _("Completed")


OPEN = (State.INVESTIGATING, State.IDENTIFIED, State.MONITORING, State.SCHEDULED, State.IN_PROGRESS, State.VERIFYING)
SHOWN = (*OPEN, State.RESOLVED, State.COMPLETED)


class Impact(models.TextChoices):
    """How bad it is for those who use what is announced on."""

    NONE = "none", _("None")
    MINOR = "minor", _("Minor")
    MAJOR = "major", _("Major")
    CRITICAL = "critical", _("Critical")


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Sets of announcements."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever looks after announcements sees all; everybody else what was published on pages open to them."""
        if actor.may(P.SEE):
            return self
        return self.shown().filter(page__in=StatusPage.objects.visible_to(actor))

    def shown(self) -> Self:
        """Those that were published."""
        return self.filter(state__in=SHOWN)

    def open(self) -> Self:
        """Those that are not over."""
        return self.filter(state__in=OPEN)

    def due(self, now: datetime) -> Self:
        """Maintenance whose moment to begin or to end has come."""
        return self.filter(next_step_at__lte=now)


class Announcement(models.Model):
    """An incident or a maintenance as the public reads of it. The incident behind it stays unseen."""

    page = models.ForeignKey(StatusPage, on_delete=models.CASCADE, related_name="announcements")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=160)
    translations = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    impact = models.CharField(_("impact"), max_length=10, choices=Impact.choices, default=Impact.NONE)
    ticket = models.ForeignKey(Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey(MaintenanceWindow, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    components = models.ManyToManyField(Component, through="Effect", related_name="+")
    scheduled_for = models.DateTimeField(_("begins"), null=True, blank=True)
    scheduled_until = models.DateTimeField(_("ends"), null=True, blank=True)
    next_step_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    monitoring_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    objects = models.Manager.from_queryset(AnnouncementQuerySet)()

    class Meta:
        """What is due and what is open have partial indexes; a page's history is read from its newest end."""

        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scheduled_until=None) | Q(scheduled_until__gt=F("scheduled_for")),
                name="announcement_ends_after_start",
            ),
            models.UniqueConstraint(fields=["page", "window"], name="announcement_of_window_once"),
        ]
        indexes = [
            models.Index(fields=["next_step_at"], condition=Q(next_step_at__isnull=False), name="announcement_due"),
            models.Index(fields=["page", "-published_at"], name="announcement_of_page"),
            models.Index(fields=["page", "state"], condition=Q(state__in=OPEN), name="announcement_open"),
            models.Index(fields=["ticket"], condition=Q(ticket__isnull=False), name="announcement_of_ticket"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is published and not over."""
        return self.state in OPEN

    @property
    def is_shown(self) -> bool:
        """Whether the public sees it."""
        return self.state in SHOWN


class Effect(models.Model):
    """How a component fares while an announcement is open."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="effects")
    component = models.ForeignKey(Component, on_delete=models.CASCADE, related_name="effects")
    status = models.CharField(max_length=24, choices=Worth.choices)

    class Meta:
        """Each component once."""

        ordering = ["component__position", "component_id"]
        constraints = [models.UniqueConstraint(fields=["announcement", "component"], name="effect_once")]

    def __str__(self) -> str:
        return f"{self.component_id}: {self.status}"


class Update(models.Model):
    """One thing that is said. It waits as a draft until somebody who may publish lets it out.

    ``effects`` holds what it does to components, by id; once published, what they were before as well. ``comment`` is
    the public update of the incident that it came from.
    """

    class State(models.TextChoices):
        """Whether the public reads it."""

        DRAFT = "draft", _("Waits for approval")
        PUBLISHED = "published", _("Published")
        DISCARDED = "discarded", _("Discarded")

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="updates")
    phase = models.CharField(_("phase"), max_length=16)
    body = models.TextField(_("text"))
    translations = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    effects = models.JSONField(default=list, blank=True)
    by = models.CharField(max_length=64)
    published_by = models.CharField(max_length=64, blank=True)
    comment = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first; a comment of an incident is taken over once."""

        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "comment"], name="update_of_comment_once"),
        ]
        indexes = [
            models.Index(fields=["announcement"], condition=Q(state="draft"), name="update_waiting"),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    @property
    def mark(self) -> str:
        """Which words these are, in every language, for whoever agrees to them."""
        return mark_of(
            self.body, *(f"{code}: {said.get('body', '')}" for code, said in sorted(self.translations.items()))
        )

    @property
    def phase_name(self) -> str:
        """Its phase in words."""
        return str(State(self.phase).label)
