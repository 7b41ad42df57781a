"""Traces: what sources once said that tells things apart, which thing each is of, and what people said of them."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item, Source
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor


class Trace(models.Model):
    """One set of marks that a source once gave a thing, heard first and last at these instants. It never changes.

    ``item`` is where all that is told under these marks is kept, for ever: when things turn out to be one, one item
    stands for the others, and each keeps what it brought. ``why`` is the mark by which it came in, empty for what was
    new. ``has_kin`` says that other traces share a mark with it.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=250)
    digest = models.BinaryField(max_length=32, unique=True)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    why_kind = models.CharField(max_length=12, blank=True)
    why_value = models.CharField(max_length=320, blank=True)
    confidence = models.PositiveSmallIntegerField(default=100)
    has_kin = models.BooleanField(default=False)

    class Meta:
        """The oldest first."""

        ordering = ["id"]
        indexes = [models.Index(fields=["item"], name="trace_of_item")]

    def __str__(self) -> str:
        return self.name or self.key


class Identifier(models.Model):
    """One mark of a trace, normalised. The same value is looked for across all traces."""

    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=320)

    class Meta:
        """Found by their values."""

        indexes = [models.Index(fields=["kind", "value"], include=["trace"], name="identifier_by_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Verdict(models.Model):
    """Somebody said of two traces that they are of one thing, or of two."""

    one = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="+")
    is_same = models.BooleanField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        """Of each pair one thing is said."""

        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="verdict_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="verdict_of_two_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {'is' if self.is_same else 'is not'} {self.other_id}"


class Placeholder(models.Model):
    """A value that tells nothing apart, besides those that are bundled."""

    kind = models.CharField(_("mark"), max_length=12)
    value = models.CharField(_("value"), max_length=320)
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        """Each once."""

        ordering = ["kind", "value"]
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="placeholder_once")]

    def __str__(self) -> str:
        return self.value


class DoubtQuerySet(models.QuerySet["Doubt"]):
    """Sets of doubts."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see what is found."""
        return self if actor.may(P.SEE) else self.none()

    def open(self) -> Self:
        """Those that wait for somebody."""
        return self.filter(settled_at=None)


class Doubt(models.Model):
    """Two items share a mark and contradict each other. Both stand on their own until somebody says what they are."""

    class Outcome(models.TextChoices):
        """What became of it."""

        SAME = "same", _("the same thing")
        DIFFERENT = "different", _("different things")
        FADED = "faded", _("no longer in doubt")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="+")
    other_trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=320)
    against = ArrayField(models.CharField(max_length=12))
    opened_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    by = models.CharField(max_length=64, blank=True)

    objects = models.Manager.from_queryset(DoubtQuerySet)()

    class Meta:
        """The newest first; of two items one at a time."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "other"], condition=Q(settled_at=None), name="doubt_open_once"),
        ]
        indexes = [models.Index(fields=["-id"], condition=Q(settled_at=None), name="doubt_open")]

    def __str__(self) -> str:
        return f"{self.item_id} or {self.other_id}"
