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


class MarkKind(models.TextChoices):
    """What tells things apart, from the strongest to the last."""

    CLOUD = "cloud", _("Cloud identifier")
    CERTIFICATE = "certificate", _("Fingerprint")
    SERIAL = "serial", _("Maker and serial number")
    UUID = "uuid", _("UUID")
    LONE_SERIAL = "lone_serial", _("Serial number")
    AGENT = "agent", _("Agent")
    MAC = "mac", _("Hardware address")
    NAME = "name", _("Name and domain")
    ADDRESS = "address", _("Address")


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


class Rejudging(models.Model):
    """What bears a mark is judged again, since it tells nothing apart any more, or does so again; some at a time.

    All traces up to ``upto`` have been judged: ``judged`` of them, of which ``moved`` are of another item now.
    """

    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=320)
    by = models.CharField(max_length=64)
    upto = models.BigIntegerField(default=0)
    judged = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True, default=clock.now)
    began_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first. What is due has a partial index; of a mark one at a time."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], condition=Q(ended_at=None), name="rejudging_once"),
        ]
        indexes = [
            models.Index(fields=["next_step_at"], condition=Q(next_step_at__isnull=False), name="rejudging_due"),
        ]

    def __str__(self) -> str:
        return self.value


class Crowd(models.Model):
    """So many traces hang together that not all could be looked at; this mark is borne by most of those that were.

    A mark that says nothing is the usual cause: somebody may say so. Once it is a placeholder the row is gone.
    """

    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=320)
    bearers = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        """The latest first; of each mark one."""

        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="crowd_once")]

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
