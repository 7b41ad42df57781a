"""What a review says about its timeline. What happened is read from the facts; nothing of it is copied."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.insight.reviews.models.reviews import Review
from watchkeep.kernel import clock


class Entry(models.Model):
    """A fact that somebody pinned or remarked on, or something that no machine saw, with its own time and words."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="entries")
    fact = models.BigIntegerField(null=True, editable=False)
    at = models.DateTimeField(_("when"), null=True, blank=True)
    text = models.TextField(_("what happened"), blank=True)
    note = models.TextField(_("remark"), blank=True)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        """One for a fact; one of our own has a time and words, one about a fact has neither."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "fact"], name="entry_once_for_a_fact", condition=Q(fact__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(fact__isnull=False, at__isnull=True, text="")
                | Q(fact__isnull=True, at__isnull=False) & ~Q(text=""),
                name="entry_is_a_fact_or_our_own",
            ),
        ]

    def __str__(self) -> str:
        return self.text or f"fact {self.fact}"


class Correction(models.Model):
    """What an entry should have said, beside what it says. Append-only: neither the entry nor this is changed."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField(_("what really happened"))
    at = models.DateTimeField(_("when it really happened"), null=True, blank=True)
    reason = models.CharField(_("how we know"), max_length=300)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        """In the order in which they were made."""

        ordering = ["id"]

    def __str__(self) -> str:
        return self.text
