"""Meetings of a board: what was on the agenda, who was there, what was decided and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.work.approvals.models import Board, BoardMember
from watchkeep.work.changes.models.changes import Change
from watchkeep.work.changes.permissions import P

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class MeetingState(models.TextChoices):
    """Whether it can still decide."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Why(models.TextChoices):
    """Why a change is on an agenda."""

    WAITING = "waiting", _("Waits for the board")
    EMERGENCY = "emergency", _("Emergency since the last meeting")
    WORSE = "worse", _("Went wrong since the last meeting")


class Decision(models.TextChoices):
    """What the board came to."""

    APPROVED = "approved", _("Approved")
    TURNED_DOWN = "turned_down", _("Turned down")
    PUT_OFF = "put_off", _("Put off")
    NOTED = "noted", _("Noted")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Sets of meetings."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees changes; a member sees those of their own boards."""
        if actor.may(P.SEE):
            return self
        return self.filter(board__in=BoardMember.objects.filter(person=actor.person or 0).values("board"))


class Meeting(models.Model):
    """One meeting of a board. Once it is closed nothing of it changes. ``minutes`` is what is added at its end."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("when"))
    state = models.CharField(max_length=6, choices=MeetingState.choices, default=MeetingState.OPEN, editable=False)
    present = models.ManyToManyField(Person, verbose_name=_("who is there"), blank=True, related_name="+")
    minutes = models.TextField(_("minutes"), blank=True)
    called_at = models.DateTimeField(default=clock.now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(MeetingQuerySet)()

    class Meta:
        """The latest first; of a board one is open."""

        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["board"], condition=Q(state="open"), name="meeting_open_once"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | Q(state="closed", closed_at__isnull=False),
                name="meeting_closed_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["board", "-at"], name="meeting_of_board")]

    def __str__(self) -> str:
        return f"{self.board}, {self.at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether it can still decide."""
        return self.state == MeetingState.OPEN


class AgendaItem(models.Model):
    """One change on an agenda, and what the board came to. ``risk`` is what it was then."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda", db_index=False)
    position = models.PositiveSmallIntegerField()
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, choices=Why.choices)
    decision = models.CharField(_("decision"), max_length=12, choices=Decision.choices, blank=True, editable=False)
    words = models.TextField(_("what was said"), blank=True)
    risk = models.PositiveSmallIntegerField(null=True, editable=False)
    votes_for = models.PositiveSmallIntegerField(default=0, editable=False)
    votes_against = models.PositiveSmallIntegerField(default=0, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In the order in which it is walked through; each change once a meeting."""

        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "change"], name="agenda_change_once"),
            models.CheckConstraint(condition=Q(decision__in=["", *Decision.values]), name="agenda_decision_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.change}"
