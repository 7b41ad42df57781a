"""Ties between tickets and articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from watchkeep.estate.knowledge.models import Article
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
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
