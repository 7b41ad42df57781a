"""Procedures, their versions, and what ties them to the estate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.automation.permissions import P
from watchkeep.duty.automation.rules import comparing
from watchkeep.duty.automation.rules import steps as written
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service, ServiceItem
from watchkeep.kernel import clock, markdown

if TYPE_CHECKING:
    from datetime import date

    from django.utils.safestring import SafeString

    from watchkeep.kernel.actors import Actor


class Kind(models.TextChoices):
    """What a procedure is for."""

    RUNBOOK = "runbook", _("Runbook")
    WORKFLOW = "workflow", _("Workflow")
    FULFILMENT = "fulfil", _("Fulfilment plan")


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    """Sets of procedures."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff read every procedure; nobody else reads any."""
        return self if actor.may(P.SEE) else self.none()

    def offered(self) -> Self:
        """Those that can be started."""
        return self.filter(is_active=True, published_number__isnull=False)

    def due_for_review(self, on: date) -> Self:
        """Those that somebody should read again."""
        return self.filter(is_active=True, review_on__lte=on)

    def about(self, *, service: int | None = None, item: int | None = None) -> Self:
        """Those in use that apply to a service, or to whatever runs on an item."""
        on = Q(service=service) if service else Q(service__in=ServiceItem.objects.filter(item=item).values("service"))
        return self.filter(is_active=True, pk__in=Tie.objects.filter(on).values("procedure"))


class Procedure(models.Model):
    """What to do when something happens: a runbook repairs, a workflow keeps people together."""

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.RUNBOOK)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("what for"), max_length=300, blank=True)
    owner_team = models.ForeignKey(
        Team, verbose_name=_("owner team"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_number = models.PositiveIntegerField(_("version in force"), null=True, editable=False)
    review_on = models.DateField(_("read again on"), null=True, blank=True)
    stale_at = models.DateTimeField(null=True, editable=False)
    stale_reason = models.CharField(_("why it may be wrong"), max_length=300, blank=True, editable=False)
    is_builtin = models.BooleanField(_("built in"), default=False, editable=False)
    is_active = models.BooleanField(_("offered"), default=True, editable=False)

    objects = models.Manager.from_queryset(ProcedureQuerySet)()

    class Meta:
        """From A to Z."""

        ordering = ["name", "id"]
        indexes = [models.Index(fields=["name", "id"], name="procedure_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_offered(self) -> bool:
        """Whether it can be started."""
        return self.is_active and self.published_number is not None

    @property
    def is_doubtful(self) -> bool:
        """Whether whoever works by it should be told that it may be wrong."""
        return self.stale_at is not None


class VersionQuerySet(models.QuerySet["Version"]):
    """Sets of versions."""

    def drafts(self) -> Self:
        """Those that are still written at."""
        return self.filter(state=Version.State.DRAFT)


class Version(models.Model):
    """The text and steps of a procedure. A published one never changes: the database holds that, too."""

    class State(models.TextChoices):
        """Whether it runs."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    body = models.TextField(_("text"), blank=True)
    steps = models.JSONField(default=list)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    edits = models.PositiveIntegerField(default=1, editable=False)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=clock.now, editable=False)
    publisher = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(VersionQuerySet)()

    class Meta:
        """The newest first; at most one draft."""

        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_once"),
            models.UniqueConstraint(fields=["procedure"], condition=Q(state="draft"), name="procedure_one_draft"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="procedure_published_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} version {self.number}"

    @cached_property
    def plan(self) -> tuple[written.Step, ...]:
        """The steps as typed data."""
        return written.decode(self.steps)

    @property
    def is_draft(self) -> bool:
        """Whether it is still written at."""
        return self.state == self.State.DRAFT

    @property
    def html(self) -> SafeString:
        """The text as a page shows it."""
        return markdown.to_html(self.body)

    @property
    def text(self) -> str:
        """Text and steps as one document, to compare."""
        return comparing.as_text(self.body, self.plan)


class TieQuerySet(models.QuerySet["Tie"]):
    """Sets of ties."""

    def for_ticket_of(self, service: int | None) -> Self:
        """Those that may apply to an incident: of its service, of what the service runs on, and all that ask alerts."""
        items = Item.objects.filter(pk__in=ServiceItem.objects.filter(service=service).values("item"))
        near = Q(service=service) | Q(item_class__in=ItemClass.objects.over(items)) if service else Q()
        return self.filter(near | ~Q(matchers="") if service else ~Q(matchers=""))


class Tie(models.Model):
    """Where a procedure applies: exactly one of a service, a class of assets, or alerts with such labels."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="ties")
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    item_class = models.ForeignKey(
        ItemClass, verbose_name=_("class of assets"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    matchers = models.CharField(_("alerts whose labels fit"), max_length=1000, blank=True)

    objects = models.Manager.from_queryset(TieQuerySet)()

    class Meta:
        """Each tie once."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "service", "item_class", "matchers"],
                name="procedure_tie_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(service__isnull=False, item_class__isnull=True, matchers="")
                | Q(service__isnull=True, item_class__isnull=False, matchers="")
                | (Q(service__isnull=True, item_class__isnull=True) & ~Q(matchers="")),
                name="procedure_tie_is_one",
            ),
        ]
        indexes = [
            models.Index(fields=["item_class"], condition=Q(item_class__isnull=False), name="procedure_tie_class"),
            models.Index(fields=["id"], condition=~Q(matchers=""), name="procedure_tie_alerts"),
        ]

    def __str__(self) -> str:
        return self.matchers or str(self.item_class or self.service)
