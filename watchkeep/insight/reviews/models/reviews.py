"""The review of an incident: its texts, who takes part, and what was added after it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.insight.reviews.permissions import P
from watchkeep.kernel import clock, search
from watchkeep.work.incidents.models import Incident

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor


class State(models.TextChoices):
    """Where a review stands."""

    OPEN = "open", _("Being written")
    SIGNING = "signing", _("Waiting for sign-off")
    PUBLISHED = "published", _("Published")
    WAIVED = "waived", _("Waived")


UNFINISHED = (State.OPEN, State.SIGNING)
TEXTS = ("narrative", "impact", "detection", "went_well", "went_badly", "lucky")
"""What is written in a review, in the order in which it is read."""


class ReviewQuerySet(models.QuerySet["Review"]):
    """Sets of reviews."""

    def visible_to(self, actor: Actor) -> Self:
        """Published ones with the permission, drafts with another; one's own are always there."""
        if actor.may(P.SEE_DRAFTS):
            return self
        mine = Q(owner=actor.person) | Q(pk__in=Participant.objects.filter(person=actor.person).values("review"))
        published = Q(state=State.PUBLISHED) if actor.may(P.SEE) else Q(pk__in=())
        return self.filter(published | mine) if actor.person else self.filter(published)

    def due_for_a_nudge(self, now: datetime) -> Self:
        """Unfinished ones whose owner should hear of them now; a merged incident is reviewed in the other one."""
        return self.filter(next_nudge_at__lte=now, incident__merged_into=None).order_by("next_nudge_at")


_Manager = models.Manager.from_queryset(ReviewQuerySet)


class ReviewManager(_Manager["Review"]):
    """Finds reviews, and leaves the search words where they are."""

    def get_queryset(self) -> ReviewQuerySet:
        """Every review; nobody ever reads the words column itself."""
        return ReviewQuerySet(self.model, using=self._db).defer("words")


class Review(models.Model):
    """What happened, why, and what follows from it: written without blame, once for an incident."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="+")
    severity = models.PositiveSmallIntegerField(_("severity"), null=True, editable=False)
    own_severity = models.PositiveSmallIntegerField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.OPEN, editable=False)
    owner = models.ForeignKey(
        Person, verbose_name=_("owner"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    due_at = models.DateTimeField(_("due"))
    nudges = models.PositiveSmallIntegerField(default=0, editable=False)
    next_nudge_at = models.DateTimeField(null=True, editable=False)
    narrative = models.TextField(_("what happened"), blank=True)
    impact = models.TextField(_("impact"), blank=True)
    detection = models.TextField(_("how we noticed"), blank=True)
    went_well = models.TextField(_("what went well"), blank=True)
    went_badly = models.TextField(_("what went badly"), blank=True)
    lucky = models.TextField(_("where we got lucky"), blank=True)
    no_gap_reason = models.CharField(_("why detection had no gap"), max_length=300, blank=True)
    meeting_at = models.DateTimeField(_("meeting"), null=True, blank=True)
    meeting_minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=60)
    meeting_place = models.CharField(_("place or link"), max_length=300, blank=True)
    meeting_sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    waived_at = models.DateTimeField(null=True, editable=False)
    waived_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    waiver_reason = models.CharField(_("why it was waived"), max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    touched = models.JSONField(default=dict, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    words = models.GeneratedField(
        expression=search.vector("number", *TEXTS), output_field=SearchVectorField(), db_persist=True
    )

    objects = ReviewManager()

    class Meta:
        """The newest first; what is due has a partial index."""

        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=State.values), name="review_state_is_known")]
        indexes = [
            models.Index(fields=["next_nudge_at"], name="review_to_nudge", condition=Q(next_nudge_at__isnull=False)),
            models.Index(fields=["state", "-id"], name="review_by_state"),
            GinIndex(fields=["words"], name="review_words"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether it can be written in."""
        return self.state == State.OPEN

    @property
    def is_unfinished(self) -> bool:
        """Whether somebody still has to do something for it."""
        return self.state in UNFINISHED

    @property
    def is_late(self) -> bool:
        """Whether it should have been published by now."""
        return self.is_unfinished and self.due_at < clock.now()


class Participant(models.Model):
    """Somebody who takes part in a review; whoever must sign it off stands by it with their name."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_facilitator = models.BooleanField(_("leads the meeting"), default=False)
    must_sign = models.BooleanField(_("signs it off"), default=False)
    signed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        """Whoever leads comes first."""

        ordering = ["-is_facilitator", "id"]
        constraints = [models.UniqueConstraint(fields=["review", "person"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.review_id}"


class Addendum(models.Model):
    """What became known after a review was published. The review itself stays as it was."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="addenda")
    text = models.TextField(_("text"))
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        """In the order in which they were added."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"Addendum to {self.review_id}"
