"""Approvals, who is asked, who stands in, and the links in mails."""

from __future__ import annotations

from datetime import time
from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person, known_zone
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.work.approvals import rules
from watchkeep.work.approvals.permissions import P
from watchkeep.work.tickets.models import Ticket

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor

__all__ = ["AnswerLink", "Approval", "Ballot", "Board", "BoardMember", "StandIn", "State", "Weekday"]


class State(models.TextChoices):
    """Where an approval stands."""

    PENDING = "pending", _("Waiting")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    EXPIRED = "expired", _("Not answered in time")
    FALLEN = "fallen", _("No longer valid")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Sets of approvals."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that one was asked or may answer, and those of tickets that one sees; all with the permission."""
        if actor.may(P.SEE):
            return self
        asked = Ballot.objects.visible_to(actor).values("approval")
        return self.filter(Q(pk__in=asked) | Q(ticket__in=Ticket.objects.visible_to(actor).values("pk")))

    def due_to_remind(self, at: datetime) -> Self:
        """Those whose people are reminded now."""
        return self.filter(state=State.PENDING, remind_at__lte=at).order_by("remind_at")

    def due_to_expire(self, at: datetime) -> Self:
        """Those that have waited too long."""
        return self.filter(state=State.PENDING, expires_at__lte=at).order_by("expires_at")


class Approval(models.Model):
    """One agreement that a ticket needs. ``what`` is what they agree to: lines of a label and a value.

    ``digest`` marks those lines; ``parties`` are those who gain by it and may not answer. An answer is of use until
    ``needed_by``, if that is set: no stage waits for longer.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    subject = models.CharField(max_length=20, default="request")
    title = models.CharField(_("title"), max_length=200)
    what = models.JSONField(_("what is approved"), default=list)
    digest = models.CharField(max_length=64)
    stages = models.JSONField(default=list)
    stage = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING, editable=False)
    requester = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    parties = ArrayField(models.BigIntegerField(), default=list)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    remind_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    needed_by = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(ApprovalQuerySet)()

    class Meta:
        """The newest first; of a subject one waits."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "subject"], condition=Q(state="pending"), name="approval_waits_once"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="approval_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["ticket", "-id"], name="approval_of_ticket"),
            models.Index(fields=["remind_at"], condition=Q(state="pending"), name="approval_to_remind"),
            models.Index(fields=["expires_at"], condition=Q(state="pending"), name="approval_to_expire"),
            models.Index(fields=["requester", "expires_at"], condition=Q(state="pending"), name="approval_asked_by"),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def plan(self) -> tuple[rules.Stage, ...]:
        """The stages as they were when it was asked."""
        return rules.read_stages(self.stages)

    @property
    def current(self) -> rules.Stage:
        """The stage that is asked now, or was last."""
        return self.plan[self.stage]

    @property
    def is_pending(self) -> bool:
        """Whether somebody still has to answer."""
        return self.state == State.PENDING


class BallotQuerySet(models.QuerySet["Ballot"]):
    """Sets of ballots."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those of people for whom one stands in now; never of what one gains by."""
        if actor.person is None:
            return self.none()
        absent = StandIn.objects.now().filter(deputy=actor.person).values("person")
        mine = Q(person=actor.person) | Q(person__in=absent) | Q(answered_by=actor.person)
        return self.filter(mine).exclude(approval__parties__contains=[actor.person])

    def open(self) -> Self:
        """Those that can be answered now."""
        return self.filter(answer=None, is_void=False, approval__state=State.PENDING, stage=F("approval__stage"))


class Ballot(models.Model):
    """The question to one person in one stage, and the answer: yes, no, or none yet.

    ``is_void``: the answer stands on the record and counts no more. ``recorded_by`` wrote it down in a meeting.
    """

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="ballots", db_index=False)
    stage = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(_("why this person"), max_length=120, blank=True)
    handed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.BooleanField(_("agreed"), null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    is_void = models.BooleanField(default=False, editable=False)
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(BallotQuerySet)()

    class Meta:
        """In the order in which they were asked; one is asked once a stage."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["approval", "stage", "person"], name="ballot_once"),
            models.CheckConstraint(
                condition=Q(answer=None, answered_at=None)
                | Q(answer__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
                name="ballot_answer_has_somebody",
            ),
            models.CheckConstraint(condition=~Q(answer=False) | ~Q(reason=""), name="ballot_refusal_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], condition=Q(answer=None), name="ballot_waits"),
            models.Index(fields=["answered_by", "-id"], name="ballot_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.approval_id}"

    @property
    def stage_name(self) -> str:
        """What the stage is called in which it is asked."""
        return self.approval.plan[self.stage].name

    @property
    def is_open(self) -> bool:
        """Whether it can be answered now."""
        waits = self.approval.is_pending and self.approval.stage == self.stage
        return waits and self.answer is None and not self.is_void


class StandInQuerySet(models.QuerySet["StandIn"]):
    """Sets of absences."""

    def now(self) -> Self:
        """Those that last now."""
        at = clock.now()
        return self.filter(from_at__lte=at, until_at__gt=at)

    def due_to_begin(self, at: datetime) -> Self:
        """Those that have begun and of which the deputy has not heard."""
        return self.filter(told_at=None, from_at__lte=at).order_by("from_at")


class StandIn(models.Model):
    """Somebody is away, and who answers for them meanwhile. A deputy's deputy does not."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    deputy = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"))
    told_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(StandInQuerySet)()

    class Meta:
        """The latest first."""

        ordering = ["-from_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="stand_in_is_somebody_else"),
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="stand_in_takes_time"),
        ]
        indexes = [models.Index(fields=["from_at"], condition=Q(told_at=None), name="stand_in_to_begin")]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.person}"


class AnswerLink(models.Model):
    """A link in a message with which one person answers one question, once."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        """The newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        return f"link of {self.person_id} to {self.ballot_id}"


class BoardQuerySet(models.QuerySet["Board"]):
    """Sets of boards."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission; a member sees their own."""
        if actor.may(P.SEE):
            return self
        return self.filter(pk__in=BoardMember.objects.filter(person=actor.person or 0).values("board"))

    def active(self) -> Self:
        """Those that decide still."""
        return self.filter(is_active=True)


class Weekday(models.IntegerChoices):
    """A day of the week, as ISO 8601 counts less one."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Board(models.Model):
    """People who decide together, such as a change advisory board, and when they meet.

    ``services``: what happens to these is on its agenda; none means everything. ``quorum`` is how many must be there,
    and how many of them must agree. Without a ``weekday`` they meet when somebody calls them. ``meets_at`` is the next
    time by the rhythm: a due column.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    about = models.TextField(_("what it decides"), blank=True)
    chair = models.ForeignKey(
        Person, verbose_name=_("chair"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    services = models.ManyToManyField(Service, verbose_name=_("services"), blank=True, related_name="+")
    quorum = models.PositiveSmallIntegerField(
        _("quorum"), default=2, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    weekday = models.PositiveSmallIntegerField(_("meets on"), choices=Weekday.choices, null=True, blank=True)
    at_time = models.TimeField(_("at"), default=time(14, 0))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[known_zone])
    every_weeks = models.PositiveSmallIntegerField(
        _("every so many weeks"), default=1, validators=[MinValueValidator(1), MaxValueValidator(52)]
    )
    meets_at = models.DateTimeField(_("meets next"), null=True, blank=True, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = models.Manager.from_queryset(BoardQuerySet)()

    class Meta:
        """By name."""

        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(quorum__gte=1), name="board_quorum_is_somebody"),
            models.CheckConstraint(condition=Q(weekday=None) | Q(weekday__lte=6), name="board_weekday_is_one"),
        ]
        indexes = [models.Index(fields=["meets_at"], condition=Q(meets_at__isnull=False), name="board_to_meet")]

    def __str__(self) -> str:
        return self.name


class BoardMember(models.Model):
    """One person on one board."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="places", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """By name; each pair once."""

        ordering = ["person__name"]
        constraints = [models.UniqueConstraint(fields=["board", "person"], name="board_member_once")]

    def __str__(self) -> str:
        return f"{self.person} on {self.board}"
