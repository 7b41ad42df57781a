"""Rows of reclaiming: by what a product's seats are taken back, what led to it, and what becomes of each seat."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.connections.models import ActionRun, Connection
from watchkeep.duty.reclaiming.permissions import P
from watchkeep.estate.licences.models import Product, Seat
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.models import Ticket


class Way(models.Model):
    """The action that takes a product's seats back. A product without one is done by people.

    Placeholders of ``parameters`` are those of ``person`` and ``product``.
    """

    product = models.OneToOneField(Product, primary_key=True, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(_("action"), max_length=40)
    connection = models.ForeignKey(
        Connection, verbose_name=_("connection"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    parameters = models.JSONField(default=dict)

    class Meta:
        """In the order of their products."""

        ordering = ["product_id"]

    def __str__(self) -> str:
        return f"{self.product_id} by {self.action}"


class Why(models.TextChoices):
    """What led to it."""

    LEFT = "left", _("Left")
    MOVED = "moved", _("Moved")
    AUDIT = "audit", _("Refused in an audit")


class State(models.TextChoices):
    """What is to become of a seat, or became of it."""

    ASKED = "asked", _("Keep or take back?")
    RUNNING = "running", _("The machine is at it")
    TO_DO = "to_do", _("To be taken back")
    DONE = "done", _("Taken back")
    KEPT = "kept", _("Kept")


OPEN = (State.ASKED, State.RUNNING, State.TO_DO)
FOR_PEOPLE = (State.ASKED, State.TO_DO)
"""Where somebody has to do something."""


class CaseQuerySet(models.QuerySet["Case"]):
    """Sets of cases."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE) else self.none()

    def open(self) -> Self:
        """Those in which something is left."""
        return self.filter(ended_at=None)


class Case(models.Model):
    """Somebody left or moved, or an audit refused seats: what follows from it, and at its end the report.

    ``about`` names the audit. ``report`` is the report as it was when nothing was left, ``sha256`` its digest.
    ``over`` is 1 once nothing is left, so that a list has what is open first.
    """

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(_("why"), max_length=8, choices=Why.choices)
    about = models.CharField(_("about"), max_length=200, blank=True)
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(_("began"), default=clock.now)
    due_at = models.DateTimeField(_("due"))
    ended_at = models.DateTimeField(_("done"), null=True)
    over = models.GeneratedField(
        expression=models.Case(models.When(ended_at__isnull=True, then=0), default=1),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    report = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = models.Manager.from_queryset(CaseQuerySet)()

    class Meta:
        """What is open first, and of each the newest; one that is open for a person or an audit."""

        ordering = ["over", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(why__in=Why.values), name="reclaim_why_is_known"),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(about=""), name="reclaim_is_of_something"),
            models.UniqueConstraint(
                fields=["person", "why"],
                condition=Q(ended_at=None, person__isnull=False),
                name="reclaim_person_once",
            ),
            models.UniqueConstraint(
                fields=["about"], condition=Q(ended_at=None, person=None), name="reclaim_audit_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["over", "-id"], name="reclaim_case_by_state"),
            models.Index(fields=["person", "-id"], name="reclaim_case_of_person"),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person_id else self.about

    @property
    def is_late(self) -> bool:
        """Whether something is left although it should be over."""
        return self.ended_at is None and self.due_at < clock.now()


class ReclaimQuerySet(models.QuerySet["Reclaim"]):
    """Sets of seats in cases."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of cases that the actor may see."""
        return self if actor.may(P.SEE) else self.none()

    def open(self) -> Self:
        """Those that are not settled."""
        return self.filter(state__in=OPEN)

    def for_people(self) -> Self:
        """Those with which somebody has to do something."""
        return self.filter(state__in=FOR_PEOPLE)


class Reclaim(models.Model):
    """What is to become of one seat. ``failed`` says why the machine did not take it back, ``proof`` why we know."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reclaims", db_index=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    action_run = models.ForeignKey(ActionRun, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    failed = models.CharField(_("why the machine did not"), max_length=300, blank=True)
    reason = models.CharField(_("why it is kept"), max_length=300, blank=True)
    proof = models.TextField(_("proof"), max_length=4000, blank=True)
    done_by = models.CharField(max_length=64, blank=True)
    done_by_name = models.CharField(_("by"), max_length=120, blank=True)
    done_at = models.DateTimeField(_("at"), null=True)

    objects = models.Manager.from_queryset(ReclaimQuerySet)()

    class Meta:
        """In the order in which they came. A seat is taken back once at a time."""

        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="reclaim_state_is_known"),
            models.CheckConstraint(condition=~Q(state=State.DONE) | ~Q(proof=""), name="reclaim_done_has_proof"),
            models.CheckConstraint(condition=~Q(state=State.KEPT) | ~Q(reason=""), name="reclaim_kept_has_reason"),
            models.UniqueConstraint(fields=["seat"], condition=Q(state__in=OPEN), name="reclaim_open_once"),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="reclaim_of_case"),
            models.Index(fields=["case"], condition=Q(state__in=OPEN), name="reclaim_left"),
            models.Index(fields=["action_run"], condition=Q(state=State.RUNNING), name="reclaim_running"),
        ]

    def __str__(self) -> str:
        return f"seat {self.seat_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it is not settled."""
        return self.state in OPEN

    def settled(self, by: Actor, at: datetime) -> dict[str, Any]:
        """Return what to write of who settled it, and when."""
        return {"done_by": by.key, "done_by_name": by.name[:120], "done_at": at}
