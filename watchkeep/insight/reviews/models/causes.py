"""Root cause as data: what led to what, in words of a taxonomy, and how much of it a severity requires."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.insight.reviews.models.reviews import Review
from watchkeep.kernel import clock, search


class CategoryState(models.TextChoices):
    """Whether a category may be used."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("In use")
    DECLINED = "declined", _("Declined")
    RETIRED = "retired", _("Retired")


class CategoryQuerySet(models.QuerySet["Category"]):
    """Sets of categories."""

    def usable(self) -> Self:
        """Those that a cause may be put under."""
        return self.filter(state=CategoryState.ACCEPTED)


class Category(models.Model):
    """A kind of cause. The list grows by proposals that somebody approves."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("description"), max_length=300, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    state = models.CharField(max_length=12, choices=CategoryState.choices, default=CategoryState.PROPOSED)
    why = models.CharField(_("why it is needed"), max_length=300, blank=True)
    proposed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = models.CharField(_("reason of the decision"), max_length=300, blank=True)

    objects = models.Manager.from_queryset(CategoryQuerySet)()

    class Meta:
        """By their short names, which begin with those of what they are part of."""

        ordering = ["slug"]

    def __str__(self) -> str:
        return f"{self.parent.name}: {self.name}" if self.parent else self.name


class NodeKind(models.TextChoices):
    """What part something played."""

    FACTOR = "factor", _("Contributing factor")
    CAUSE = "cause", _("Underlying cause")
    CONTROL = "control", _("Failed or missing control")
    GAP = "gap", _("Detection gap")


class NodeManager(models.Manager["Node"]):
    """Finds causes, and leaves the search words where they are."""

    def get_queryset(self) -> models.QuerySet[Node]:
        """Every cause; nobody ever reads the words column itself."""
        return super().get_queryset().defer("words")


class Node(models.Model):
    """One thing that had a part in it: what, of what kind, where."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="nodes")
    kind = models.CharField(_("part"), max_length=8, choices=NodeKind.choices)
    text = models.CharField(_("what"), max_length=200)
    detail = models.TextField(_("in detail"), blank=True)
    category = models.ForeignKey(
        Category, verbose_name=_("kind of cause"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_missing = models.BooleanField(_("the control was missing altogether"), default=False)
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    item = models.ForeignKey(
        Item, verbose_name=_("item"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    change = models.CharField(_("change"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    words = models.GeneratedField(
        expression=search.vector("text", "detail", "change"), output_field=SearchVectorField(), db_persist=True
    )

    objects = NodeManager()

    class Meta:
        """In the order in which they were found."""

        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=NodeKind.values), name="node_kind_is_known")]
        indexes = [
            models.Index(fields=["category", "created_at"], name="node_of_category"),
            models.Index(fields=["created_at"], name="node_by_date"),
            GinIndex(fields=["words"], name="node_words"),
        ]

    def __str__(self) -> str:
        return self.text


class Edge(models.Model):
    """One thing led to another."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="edges")
    cause = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="led_to")
    effect = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="came_from")

    class Meta:
        """Once between two, and never to itself."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cause", "effect"], name="edge_once"),
            models.CheckConstraint(condition=~Q(cause=F("effect")), name="edge_is_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.cause_id} led to {self.effect_id}"


class Requirement(models.Model):
    """What must be known before an incident of this severity can be closed, and before its review is published."""

    severity = models.PositiveSmallIntegerField(_("severity"), unique=True)
    factors = models.PositiveSmallIntegerField(_("contributing factors"), default=0)
    causes = models.PositiveSmallIntegerField(_("underlying causes"), default=0)
    controls = models.PositiveSmallIntegerField(_("failed or missing controls"), default=0)
    needs_gap = models.BooleanField(_("the question of detection is answered"), default=False)
    actions = models.PositiveSmallIntegerField(_("corrective actions with owner and date"), default=0)

    class Meta:
        """The worst first."""

        ordering = ["severity"]
        constraints = [models.CheckConstraint(condition=Q(severity__range=(1, 4)), name="requirement_severity")]

    def __str__(self) -> str:
        return f"SEV{self.severity}"

    @property
    def asks_anything(self) -> bool:
        """Whether there is anything to fulfil."""
        return bool(self.factors or self.causes or self.controls or self.needs_gap or self.actions)
