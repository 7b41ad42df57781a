"""Drafts: what somebody began to write on a ticket, kept until it is sent."""

from __future__ import annotations

from django.db import models

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.work.tickets.models.spine import Ticket


class Way(models.TextChoices):
    """Who will read what is being written."""

    NOTE = "note", "note"
    REPLY = "reply", "reply"
    UPDATE = "update", "update"


class Draft(models.Model):
    """One person's unsent words on one ticket: in any browser, after any crash. Nobody else sees them."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.NOTE)
    body = models.TextField()
    saved_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        """One for each person and ticket."""

        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.ticket_id}"
