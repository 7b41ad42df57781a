"""Rows of custody: what people were asked and said, and certificates of destruction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.custody.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, files, uploads

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class Kind(models.TextChoices):
    """What somebody is asked."""

    RECEIPT = "receipt", _("whether they got it")
    RETURN = "return", _("to give it back")


class State(models.TextChoices):
    """What became of it."""

    WAITING = "waiting", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    OBJECTED = "objected", _("Objected")
    RETURNED = "returned", _("Came back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Sets of hand-overs."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission; everybody those that ask themselves."""
        return self if actor.may(P.SEE) else self.filter(person=actor.person or 0)

    def waiting(self) -> Self:
        """Those that wait for an answer or a return."""
        return self.filter(state=State.WAITING)


class Handover(models.Model):
    """Somebody is asked about an item. ``words`` is what they read when they answered: what stands there is proof."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_of = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("asked"), max_length=8, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, editable=False)
    words = models.CharField(max_length=500)
    asker = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    remind_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    objects = models.Manager.from_queryset(HandoverQuerySet)()

    class Meta:
        """The newest first; of an item one thing is asked at a time."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(state="waiting"), name="handover_waits_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="handover_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["item", "-id"], name="handover_of_item"),
            models.Index(fields=["asked_of", "-id"], name="handover_of_person", condition=Q(state="waiting")),
            models.Index(fields=["remind_at"], name="handover_remind", condition=Q(remind_at__isnull=False)),
            models.Index(fields=["state", "-id"], name="handover_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.item_id}"


def random_name(_destruction: Destruction, _name: str) -> str:
    """Where a certificate is kept."""
    return files.place("certificates")


class DestructionQuerySet(models.QuerySet["Destruction"]):
    """Sets of certificates."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees who has what."""
        return self if actor.may(P.SEE) else self.none()


class Destruction(models.Model):
    """How an item was destroyed or given away for good: who did it, when, how, and the paper that says so."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="+")
    method = models.CharField(_("how"), max_length=120)
    who = models.CharField(_("who did it"), max_length=120)
    done_on = models.DateField(_("on"))
    certificate = models.CharField(_("number of the certificate"), max_length=80, blank=True)
    name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to=random_name, blank=True, db_index=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    objects = models.Manager.from_queryset(DestructionQuerySet)()

    class Meta:
        """The newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        return self.certificate or self.method

    @property
    def is_picture(self) -> bool:
        """Whether it can be looked at in a page."""
        return self.content_type in uploads.PICTURES
