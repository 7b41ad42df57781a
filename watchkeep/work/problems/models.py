"""The detail row of a problem, and suggestions of problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.work.problems.permissions import P
from watchkeep.work.tickets.models import Detail, State, Ticket

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

OFFERED = (State.KNOWN_ERROR, State.FIXING)
"""The states in which a workaround is offered on incidents."""


class Source(models.TextChoices):
    """Where a problem comes from."""

    HAND = "hand", _("Somebody noticed")
    INCIDENT = "incident", _("An incident")
    RECURRENCE = "recurrence", _("A recurrence")


class ProblemQuerySet(models.QuerySet["Problem"]):
    """Sets of problems."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE) else self.none()

    def open(self) -> Self:
        """Those that still need work."""
        return self.filter(ticket__is_open=True)

    def offered(self) -> Self:
        """Known errors: those with which one can live for now."""
        return self.filter(ticket__is_open=True, ticket__state__in=OFFERED).exclude(workaround="")


_Manager = models.Manager.from_queryset(ProblemQuerySet)


class ProblemManager(_Manager["Problem"]):
    """Finds problems together with their tickets."""

    def get_queryset(self) -> ProblemQuerySet:
        """Every problem with its ticket."""
        return ProblemQuerySet(self.model, using=self._db).select_related("ticket").defer("ticket__words")


class Problem(Detail, models.Model):
    """Something that lies under incidents. ``reference``: what the change that fixes it is called where it is kept."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(_("source"), max_length=12, choices=Source.choices, default=Source.HAND, editable=False)
    key = models.CharField(max_length=120, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    item = models.ForeignKey(
        Item, verbose_name=_("item"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cause = models.TextField(_("cause"), blank=True)
    workaround = models.TextField(_("workaround"), blank=True)
    fix = models.TextField(_("fix"), blank=True)
    reference = models.CharField(_("change"), max_length=300, blank=True)
    change_link = models.CharField(_("link to the change"), max_length=500, blank=True, default="", db_default="")
    verification = models.TextField(_("how it was verified"), blank=True)
    cancel_reason = models.CharField(_("why it is none"), max_length=300, blank=True)
    known_at = models.DateTimeField(_("known since"), null=True, editable=False)
    resolved_at = models.DateTimeField(_("resolved"), null=True, editable=False)

    objects = ProblemManager()

    class Meta:
        """The newest first."""

        ordering = ["-ticket_id"]
        constraints = [models.CheckConstraint(condition=Q(source__in=Source.values), name="problem_source_is_known")]
        indexes = [
            models.Index(fields=["fingerprint"], name="problem_of_fault", condition=~Q(fingerprint="")),
            models.Index(fields=["key"], name="problem_of_key", condition=~Q(key="")),
            models.Index(fields=["reference"], name="problem_of_change", condition=~Q(reference="")),
        ]

    def __str__(self) -> str:
        return str(self.ticket)


class Answer(models.TextChoices):
    """What became of a suggestion."""

    OPEN = "open", _("Open")
    TAKEN = "taken", _("Made a problem")
    DISMISSED = "dismissed", _("Dismissed")


class Suggestion(models.Model):
    """Something that came back so often that it may be a problem: suggested, never forced."""

    key = models.CharField(max_length=120)
    title = models.CharField(_("title"), max_length=200)
    why = models.CharField(_("why"), max_length=300)
    fingerprint = models.CharField(max_length=64, blank=True)
    service = models.ForeignKey(Service, null=True, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="+")
    tickets = ArrayField(models.BigIntegerField(), default=list)
    answer = models.CharField(max_length=12, choices=Answer.choices, default=Answer.OPEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    problem = models.ForeignKey(Problem, null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        """The newest first; of each thing that comes back one is open."""

        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["key"], name="suggestion_open_once", condition=Q(answer="open"))]
        indexes = [
            models.Index(fields=["answer", "-id"], name="suggestion_by_answer"),
            models.Index(fields=["key", "-id"], name="suggestion_of_key"),
        ]

    def __str__(self) -> str:
        return self.title
