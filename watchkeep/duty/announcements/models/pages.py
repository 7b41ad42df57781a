"""Status pages, the components on them, and how each component has fared."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.announcements.permissions import P
from watchkeep.estate.people.models import Organisation
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.secrets import SecretField

LANGUAGES = (("en", _("English")), ("de", _("German")))


def said(row: Any, field: str, language: str) -> str:
    """A written text in this language, as far as somebody wrote it; else as it was first written."""
    own: str = row.translations.get(language, {}).get(field, "")
    return own or str(getattr(row, field))


class Worth(models.TextChoices):
    """How well a component works, in the words that the public reads."""

    OPERATIONAL = "operational", _("Operational")
    MAINTENANCE = "under_maintenance", _("Under maintenance")
    DEGRADED = "degraded_performance", _("Degraded performance")
    PARTIAL = "partial_outage", _("Partial outage")
    MAJOR = "major_outage", _("Major outage")


class StatusPageQuerySet(models.QuerySet["StatusPage"]):
    """Sets of status pages."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever looks after announcements sees all; everybody else the public ones and their organisation's."""
        if actor.may(P.SEE):
            return self
        return self.filter(Q(organisation=None) | Q(organisation=actor.organisation or 0), is_active=True)


class StatusPage(models.Model):
    """One page on which the world, or one customer, reads how things stand.

    With an organisation it is private: its people read it after logging in, and whoever holds the secret link.
    """

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    about = models.CharField(_("about"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    domain = models.CharField(_("own domain"), max_length=253, unique=True, null=True, blank=True)  # most have none
    home_url = models.URLField(_("your website"), blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("only for"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    key = SecretField(blank=True, default="")
    translations = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(_("shown"), default=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    objects = models.Manager.from_queryset(StatusPageQuerySet)()

    class Meta:
        """Names are read from A to Z."""

        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_private(self) -> bool:
        """Whether only some may read it."""
        return self.organisation_id is not None


class ComponentGroup(models.Model):
    """Components that belong together under one heading."""

    page = models.ForeignKey(StatusPage, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    translations = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        """In the order that somebody chose."""

        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["page", "name"], name="component_group_once")]

    def __str__(self) -> str:
        return self.name


class Component(models.Model):
    """Something that the public knows by name and that works, or doesn't.

    ``own_status`` is what somebody set by hand; ``status`` is the worst of that and of what is announced.
    """

    page = models.ForeignKey(StatusPage, on_delete=models.CASCADE, related_name="components")
    group = models.ForeignKey(
        ComponentGroup,
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="components",
    )
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    services = models.ManyToManyField(Service, verbose_name=_("services behind it"), blank=True, related_name="+")
    own_status = models.CharField(max_length=24, choices=Worth.choices, default=Worth.OPERATIONAL)
    status = models.CharField(max_length=24, choices=Worth.choices, default=Worth.OPERATIONAL)
    translations = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(_("shown"), default=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        """In the order that somebody chose."""

        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["page", "name"], name="component_once")]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """A stretch of time in which a component did not simply work. The history of ninety days is made of these."""

    component = models.ForeignKey(Component, on_delete=models.CASCADE, related_name="periods")
    status = models.CharField(max_length=24, choices=Worth.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One open at a time; the history is read by when they ended."""

        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["component"], condition=Q(ends_at=None), name="period_open_once"),
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="period_forwards"),
        ]
        indexes = [models.Index(fields=["component", "ends_at"], name="period_by_end")]

    def __str__(self) -> str:
        return f"{self.component_id} {self.status} from {self.starts_at}"
