"""Ties between tickets."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.kernel import clock
from watchkeep.work.tickets.models.spine import Ticket


class Relation(models.TextChoices):
    """How one ticket stands to another, read from the source to the target."""

    RELATES = "relates", _("relates to")
    FOLLOWS = "follows", _("follows on from")
    BLOCKED = "blocked", _("is blocked by")
    CAUSED = "caused", _("was caused by")
    PART = "part", _("is part of")


BACKWARDS = {
    Relation.RELATES: _("relates to"),
    Relation.FOLLOWS: _("is followed by"),
    Relation.BLOCKED: _("blocks"),
    Relation.CAUSED: _("caused"),
    Relation.PART: _("has the part"),
}


class Link(models.Model):
    """A tie from one ticket to another, seen from both."""

    source = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_back")
    relation = models.CharField(_("relation"), max_length=8, choices=Relation.choices, default=Relation.RELATES)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        """One tie of a kind between two tickets, and none to oneself."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="link_is_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"

    def relation_from(self, ticket: Ticket) -> str:
        """The relation in words, read from the side of ``ticket``."""
        if ticket.pk == self.source_id:
            return str(Relation(self.relation).label)
        return str(BACKWARDS[Relation(self.relation)])


class Merge(models.Model):
    """A ticket that is read and worked in another, and where it stood before. Incidents keep this on their own row."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="merge")
    into = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="merges_in")
    was = models.CharField(max_length=16)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        """Nothing is merged into itself."""

        ordering = ["ticket"]
        constraints = [models.CheckConstraint(condition=~Q(ticket=F("into")), name="merge_is_not_into_itself")]

    def __str__(self) -> str:
        return f"{self.ticket_id} in {self.into_id}"
