"""Where deployments are told from, each body as it came, and what they amount to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.secrets import SecretField
from watchkeep.work.changes.models.changes import Change
from watchkeep.work.changes.models.reports import Progress, Provider
from watchkeep.work.changes.models.templates import ChangeModel
from watchkeep.work.changes.permissions import P

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

SIGNING = (Provider.GITHUB, Provider.GITLAB, Provider.TERRAFORM)
"""The providers that prove what they send with a secret."""


class PipelineSourceQuerySet(models.QuerySet["PipelineSource"]):
    """Sets of sources."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see changes sees who tells of them."""
        return self if actor.may(P.SEE) else self.none()


class PipelineSource(models.Model):
    """A pipeline that tells what it puts live, at an address with a key of its own, and may ask at the gate.

    Of the key a digest is kept, and it is shown once; so is the secret, which is kept encrypted, since signatures are
    made with it. ``production`` names the environments that count; with none, those whose name says so.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    provider = models.CharField(_("provider"), max_length=12, choices=Provider.choices)
    service = models.ForeignKey(
        Service, verbose_name=_("service, when no rule says another"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    model = models.ForeignKey(
        ChangeModel, verbose_name=_("model of its changes"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+", help_text=_("Empty: what no planned change announces becomes a normal one."),
    )  # fmt: skip
    production = ArrayField(
        models.CharField(max_length=120), verbose_name=_("environments that count"), default=list, blank=True,
        help_text=_("Names, separated by commas. Empty: those whose name says production, prod or live."),
    )  # fmt: skip
    is_active = models.BooleanField(_("listened to"), default=True, editable=False)
    digest = models.BinaryField(unique=True, max_length=32, editable=False)
    tail = models.CharField(max_length=4, editable=False)
    secret = SecretField(blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    heard_at = models.DateTimeField(null=True, editable=False)
    doubt = models.CharField(max_length=200, blank=True, editable=False)
    doubt_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(PipelineSourceQuerySet)()

    class Meta:
        """From A to Z."""

        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(provider__in=Provider.values), name="pipeline_provider_is_known")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_signing(self) -> bool:
        """Whether what it sends is proven with a secret."""
        return self.provider in SIGNING


class Counting(models.TextChoices):
    """Whether what a rule finds is production."""

    NAME = "name", _("as its environment says")
    YES = "yes", _("is production")
    NO = "no", _("is not")


class PipelineRule(models.Model):
    """Whose deployment it is: of such a repository, application or job, into such an environment. The first that fits.

    Patterns as on a command line: ``shop/*`` is every repository of shop. An empty one fits everything.
    """

    source = models.ForeignKey(PipelineSource, on_delete=models.CASCADE, related_name="rules", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)
    subject = models.CharField(_("repository, application or job"), max_length=200, blank=True)
    environment = models.CharField(_("environment"), max_length=120, blank=True)
    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.CASCADE, related_name="+")
    model = models.ForeignKey(
        ChangeModel, verbose_name=_("model"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    counts = models.CharField(_("production"), max_length=4, choices=Counting.choices, default=Counting.NAME)

    class Meta:
        """In the order in which they are asked."""

        ordering = ["source", "position", "id"]
        constraints = [models.CheckConstraint(condition=Q(counts__in=Counting.values), name="pipeline_rule_counts")]
        indexes = [models.Index(fields=["source", "position", "id"], name="pipeline_rule_of_source")]

    def __str__(self) -> str:
        return f"{self.subject or '*'} {self.environment or '*'}"


class Fate(models.TextChoices):
    """What became of a body."""

    WAITING = "waiting", _("Waiting")
    READ = "read", _("Read")
    PASSED = "passed", _("Of no concern")
    REFUSED = "refused", _("Refused")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Sets of deliveries."""

    def due(self) -> Self:
        """Those that have not been read yet and may be tried now."""
        return self.filter(fate=Fate.WAITING, next_step_at__lte=clock.now()).order_by("id")


_Manager = models.Manager.from_queryset(DeliveryQuerySet)


class DeliveryManager(_Manager["Delivery"]):
    """Finds deliveries, and leaves their bodies where they are."""

    def get_queryset(self) -> DeliveryQuerySet:
        """Every delivery without its body."""
        return DeliveryQuerySet(self.model, using=self._db).defer("body")


class Delivery(models.Model):
    """A body as a pipeline sent it, kept before it was told that we have it. ``mark`` knows one that comes again."""

    source = models.ForeignKey(PipelineSource, on_delete=models.CASCADE, related_name="+", db_index=False)
    mark = models.CharField(max_length=128)
    event = models.CharField(max_length=60, blank=True)
    body = models.BinaryField()
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=clock.now)
    fate = models.CharField(max_length=8, choices=Fate.choices, default=Fate.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True, default=clock.now)
    why = models.CharField(max_length=300, blank=True)
    repeats = models.PositiveIntegerField(default=0)

    objects = DeliveryManager()

    class Meta:
        """The newest first; of each mark one."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "mark"], name="delivery_of_pipeline_once"),
            models.CheckConstraint(condition=Q(fate__in=Fate.values), name="delivery_of_pipeline_fate"),
        ]
        indexes = [
            models.Index(fields=["next_step_at"], name="pipeline_delivery_due", condition=Q(fate="waiting")),
            models.Index(fields=["source", "-id"], name="pipeline_delivery_of_source"),
            models.Index(fields=["source", "fate", "-id"], name="pipeline_delivery_by_fate"),
            models.Index(fields=["received_at"], name="pipeline_delivery_old", condition=~Q(fate="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.event or 'delivery'} {self.pk}"


class DeploymentQuerySet(models.QuerySet["Deployment"]):
    """Sets of deployments."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see changes."""
        return self if actor.may(P.SEE) else self.none()

    def under_way(self) -> Self:
        """Those that have begun in production and not ended."""
        return self.filter(progress=Progress.STARTED, is_production=True)


class Deployment(models.Model):
    """All that was said of one deployment, folded into one row, however often and in whichever order it was said.

    ``change`` is the record of what it does to production. ``said_at`` is the moment of the last word that counted.
    """

    source = models.ForeignKey(PipelineSource, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    provider = models.CharField(_("provider"), max_length=12, choices=Provider.choices)
    external_id = models.CharField(max_length=200)
    subject = models.CharField(_("what"), max_length=300)
    service = models.ForeignKey(Service, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    environment = models.CharField(_("environment"), max_length=300, blank=True)
    is_production = models.BooleanField(_("production"), default=False)
    progress = models.CharField(_("state"), max_length=12, choices=Progress.choices)
    title = models.CharField(_("title"), max_length=200, blank=True)
    revision = models.CharField(_("revision"), max_length=120, blank=True)
    commit = models.CharField(_("commit"), max_length=64, blank=True)
    who = models.CharField(_("who"), max_length=300, blank=True)
    url = models.CharField(max_length=500, blank=True)
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    said_at = models.DateTimeField()
    heard_at = models.DateTimeField(default=clock.now)
    change = models.ForeignKey(Change, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    was_announced = models.BooleanField(_("announced"), default=False)

    objects = models.Manager.from_queryset(DeploymentQuerySet)()

    class Meta:
        """The newest first; each once, as its source calls it."""

        ordering = ["-began_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "source", "external_id"], name="deployment_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(progress__in=Progress.values), name="deployment_progress_is_known"),
        ]
        indexes = [
            models.Index(fields=["-began_at", "-id"], name="deployment_newest"),
            models.Index(fields=["service", "-began_at", "-id"], name="deployment_of_service"),
            models.Index(fields=["source", "-began_at", "-id"], name="deployment_of_source"),
            models.Index(fields=["change"], name="deployment_of_change", condition=Q(change__isnull=False)),
            models.Index(fields=["service", "commit"], name="deployment_of_commit", condition=~Q(commit="")),
            models.Index(
                fields=["service"], name="deployment_under_way", condition=Q(progress="started", is_production=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.subject} {self.revision or self.commit[:12]}".strip()

    @property
    def is_under_way(self) -> bool:
        """Whether it goes on now."""
        return self.progress == Progress.STARTED
