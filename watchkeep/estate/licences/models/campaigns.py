"""Audit campaigns: who has a seat is looked at by reviewers, seat by seat, and signed off with evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.licences.models.products import Product
from watchkeep.estate.licences.models.uses import Seat
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from datetime import date

    from watchkeep.kernel.actors import Actor


class CampaignState(models.TextChoices):
    """Where a campaign stands."""

    DRAFT = "draft", _("Draft")
    RUNNING = "running", _("Running")
    SIGNED = "signed", _("Signed off")
    CANCELLED = "cancelled", _("Cancelled")


class Verdict(models.TextChoices):
    """What a reviewer says of a seat."""

    OPEN = "", _("Not decided")
    CONFIRM = "confirm", _("Confirmed")
    REMOVE = "remove", _("To be removed")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Sets of campaigns."""

    def visible_to(self, actor: Actor) -> Self:
        """All for whom may see who has a seat; a reviewer sees those in which they have seats to look at."""
        if actor.may(P.SEE_ENTITLEMENTS):
            return self
        if actor.person is None:
            return self.none()
        return self.filter(pk__in=AuditLine.objects.filter(reviewer=actor.person).values("campaign"))

    def due_to_remind(self, today: date) -> Self:
        """Those whose reviewers are to be reminded."""
        return self.filter(next_on__lte=today).order_by("next_on", "id")


class Campaign(models.Model):
    """The seats of some products are looked at until a day. The sweep looks again on ``next_on``."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT)
    owner = models.ForeignKey(Person, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("due"))
    started_at = models.DateTimeField(_("started"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    signed_by = models.CharField(_("signed off by"), max_length=120, blank=True, editable=False)
    reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True, editable=False)
    next_on = models.DateField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(CampaignQuerySet)()

    class Meta:
        """The newest first. What does not run costs the sweep nothing."""

        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CampaignState.values), name="campaign_state_is_known"),
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(state=CampaignState.RUNNING), name="campaign_sweep_knows_running"
            ),
        ]
        indexes = [models.Index(fields=["next_on", "id"], name="campaign_due", condition=Q(next_on__isnull=False))]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Scope(models.Model):
    """The seats of one product are looked at by one reviewer."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="scopes")
    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Person, verbose_name=_("reviewer"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Each product once."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "product"], name="audit_product_once")]

    def __str__(self) -> str:
        return f"{self.product_id} by {self.reviewer_id}"


class AuditLineQuerySet(models.QuerySet["AuditLine"]):
    """Sets of seats in campaigns."""

    def visible_to(self, actor: Actor) -> Self:
        """All for whom may see who has a seat; a reviewer sees their own."""
        if actor.may(P.SEE_ENTITLEMENTS):
            return self
        return self.filter(reviewer=actor.person) if actor.person else self.none()

    def undecided(self) -> Self:
        """Those of which nobody has said anything."""
        return self.filter(verdict=Verdict.OPEN)


class AuditLine(models.Model):
    """A seat as it was when the campaign started, and what its reviewer says of it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="lines", db_index=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    used_on = models.DateField(_("last used"), null=True)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices, blank=True, default=Verdict.OPEN)
    note = models.CharField(_("note"), max_length=300, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=120, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = models.Manager.from_queryset(AuditLineQuerySet)()

    class Meta:
        """In the order in which they came; what is undecided is found at once."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "seat"], name="audit_seat_once"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="audit_verdict_is_known"),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at=None) | (~Q(verdict="") & Q(decided_at__isnull=False)),
                name="audit_verdict_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "id"], name="audit_of_campaign"),
            models.Index(fields=["reviewer", "campaign", "id"], name="audit_of_reviewer"),
            models.Index(fields=["campaign", "reviewer"], condition=Q(verdict=""), name="audit_undecided"),
        ]

    def __str__(self) -> str:
        return f"seat {self.seat_id}: {self.verdict or 'open'}"


class EvidenceKind(models.TextChoices):
    """In which form."""

    CSV = "csv", _("CSV")
    PDF = "pdf", _("PDF")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Sets of files."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE_ENTITLEMENTS) else self.none()


class Evidence(models.Model):
    """What was signed off, as a file that never changes, and its SHA-256."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=3, choices=EvidenceKind.choices)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    objects = models.Manager.from_queryset(EvidenceQuerySet)()

    class Meta:
        """One of each form."""

        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["campaign", "kind"], name="evidence_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256}"
