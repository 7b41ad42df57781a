"""Rows of reconciliation: what has to be looked at, what does not agree, and what of it becomes a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.reconciliation.permissions import P
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class Kind(models.TextChoices):
    """In which way something does not agree."""

    ORPHAN = "orphan", _("Seen, never bought")
    GHOST = "ghost", _("Bought, never seen")
    STRAY = "stray", _("Its holder has left")
    ZOMBIE = "zombie", _("Retired, still seen")
    MISSING = "missing", _("Missing")
    DUPLICATE = "duplicate", _("Perhaps twice")
    UNOWNED = "unowned", _("Nobody's")
    OUT_OF_WARRANTY = "out_of_warranty", _("Out of warranty")
    OUT_OF_SUPPORT = "out_of_support", _("Out of support")
    EXPIRING = "expiring", _("Certificates that expire")


class Look(models.Model):
    """An item has to be looked at soon: something was told of it. Written by verbs, taken away by the sweep."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        """The oldest first."""

        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.item_id)


class Standing(models.Model):
    """How an item was when it was last looked at, and when time alone asks for another look."""

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="+")
    is_counted = models.BooleanField()
    added_at = models.DateTimeField()
    look_at = models.DateTimeField(null=True)

    class Meta:
        """What is due is found at once, and so is what is new."""

        indexes = [
            models.Index(fields=["look_at"], name="standing_due", condition=Q(look_at__isnull=False)),
            models.Index(fields=["added_at"], name="standing_new", condition=Q(is_counted=True)),
        ]

    def __str__(self) -> str:
        return str(self.item_id)


class Tally(models.Model):
    """How many findings of a kind are open, and what their items cost in euro; without a kind, how many items are
    looked after. Kept by the one sweep that opens and ends findings, so that nobody ever counts them.
    """  # noqa: D205  # one thought

    kind = models.CharField(max_length=16, primary_key=True)
    count = models.IntegerField(default=0)
    cost = models.DecimalField(max_digits=16, decimal_places=2, default=0)

    def __str__(self) -> str:
        return f"{self.kind}: {self.count}"


class Grouping(models.TextChoices):
    """How many tickets findings become."""

    EACH = "each", _("one for each")
    ALL = "all", _("one for all that are open")


class Rule(models.Model):
    """Which findings become tickets: of this kind, of such things, so old, so dear; and who gets them."""

    kind = models.CharField(_("what"), max_length=16, choices=Kind.choices)
    cls = models.ForeignKey(
        ItemClass, verbose_name=_("class"), null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text=_("Empty: of every class."),
    )  # fmt: skip
    min_days = models.PositiveSmallIntegerField(
        _("after days"), default=0, validators=[MaxValueValidator(3650)], help_text=_("How long it must have been so.")
    )
    min_cost = models.DecimalField(
        _("from euro"), max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0)],
        help_text=_("What the item must have cost at least."),
    )  # fmt: skip
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    grouping = models.CharField(_("tickets"), max_length=4, choices=Grouping.choices, default=Grouping.EACH)
    priority = models.PositiveSmallIntegerField(
        _("priority"), default=4, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        """The first that fits counts."""

        ordering = ["kind", "id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=Kind.values), name="finding_rule_kind_is_known")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_grouping_display()}"


class Case(models.Model):
    """What became a ticket by a rule, and its number. It ends when nothing of it is left."""

    rule = models.ForeignKey(Rule, null=True, on_delete=models.SET_NULL, related_name="cases", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    ticket = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        ordering = ["-id"]
        indexes = [models.Index(fields=["rule"], name="finding_case_open", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return self.ticket or str(self.pk)


class FindingQuerySet(models.QuerySet["Finding"]):
    """Sets of findings."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE) else self.none()

    def current(self) -> Self:
        """Those that still hold, set aside or not."""
        return self.filter(ended_at=None)

    def open(self) -> Self:
        """Those that wait for somebody."""
        return self.filter(ended_at=None, aside_until=None)

    def set_aside(self) -> Self:
        """Those of which somebody knows why."""
        return self.filter(ended_at=None, aside_until__isnull=False)

    def due_for_a_case(self) -> Self:
        """Those that have been so for as long as their rule says."""
        return self.open().filter(case_at__lte=clock.now()).order_by("case_at", "id")


class Finding(models.Model):
    """Something about an item does not agree, since then; ``cost`` and owners are those of the item when last seen."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(_("what"), max_length=16, choices=Kind.choices)
    since = models.DateTimeField(_("since"))
    cost = models.DecimalField(_("cost in euro"), max_digits=12, decimal_places=2, null=True)
    owner_team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    owner_person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    opened_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    aside_until = models.DateField(_("set aside until"), null=True)
    aside_reason = models.CharField(_("reason"), max_length=300, blank=True)
    aside_by = models.CharField(max_length=64, blank=True)
    case_at = models.DateTimeField(null=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="findings", db_index=False)

    objects = models.Manager.from_queryset(FindingQuerySet)()

    class Meta:
        """The newest first; of each kind an item has one that holds."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "kind"], condition=Q(ended_at=None), name="finding_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="finding_kind_is_known"),
        ]
        indexes = [
            models.Index(fields=["kind", "-id"], name="finding_list", condition=Q(ended_at=None, aside_until=None)),
            models.Index(
                fields=["kind", "owner_team", "-id"], name="finding_of_team",
                condition=Q(ended_at=None, aside_until=None, owner_team__isnull=False),
            ),
            models.Index(
                fields=["kind", "opened_at"], name="finding_new", condition=Q(ended_at=None, aside_until=None)
            ),
            models.Index(
                fields=["kind", "-id"], name="finding_aside", condition=Q(ended_at=None, aside_until__isnull=False)
            ),
            models.Index(
                fields=["case_at"], name="finding_case_due",
                condition=Q(case_at__isnull=False, ended_at=None, aside_until=None),
            ),
            models.Index(fields=["case"], name="finding_of_case", condition=Q(case__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"


class Keeper(models.Model):
    """Somebody looks after a list, and hears each morning what is on it."""

    kind = models.CharField(max_length=16, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """Nobody twice."""

        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "person"], name="finding_keeper_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="finding_keeper_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Morning(models.Model):
    """When it is said next how things stand: one row."""

    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.next_at.isoformat()
