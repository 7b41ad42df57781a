"""Ties between tickets and articles, and the faults that come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from watchkeep.estate.knowledge.models import Article
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Ticket

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class UseQuerySet(models.QuerySet["Use"]):
    """Sets of uses."""

    def visible_to(self, actor: Actor) -> Self:
        """Who may read both the ticket and the article sees that one helped with the other."""
        return self.filter(
            ticket__in=Ticket.objects.visible_to(actor).values("pk"),
            article__in=Article.objects.visible_to(actor).values("pk"),
        )


class Use(models.Model):
    """An article helped with a ticket."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(UseQuerySet)()

    class Meta:
        """Said once for a ticket and an article."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["ticket", "article"], name="article_use_once")]
        indexes = [models.Index(fields=["article", "-created_at"], name="article_use_newest")]

    def __str__(self) -> str:
        return f"{self.article_id} helped on {self.ticket_id}"


class RecurrenceQuerySet(models.QuerySet["Recurrence"]):
    """Sets of faults that come back."""

    def visible_to(self, actor: Actor) -> Self:
        """Who may see the latest of its incidents."""
        return self.filter(incident__ticket__in=Ticket.objects.visible_to(actor).values("pk"))


class Recurrence(models.Model):
    """A fault that came back often of late: how often, and in which incident last. Counted anew by a sweep."""

    fingerprint = models.CharField(max_length=64, unique=True)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveIntegerField()

    objects = models.Manager.from_queryset(RecurrenceQuerySet)()

    class Meta:
        """The most frequent first."""

        ordering = ["-count", "-incident_id"]

    def __str__(self) -> str:
        return f"{self.fingerprint} came back {self.count} times"
