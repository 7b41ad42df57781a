"""Who wants to hear of a page's news."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.announcements.models.pages import LANGUAGES, Component, StatusPage
from watchkeep.duty.announcements.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.secrets import SecretField


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Sets of subscribers."""

    def visible_to(self, actor: Actor) -> Self:
        """Only whoever looks after the pages sees who subscribed, and then no more than a hint."""
        return self if actor.may(P.MANAGE) else self.none()

    def listening(self) -> Self:
        """Those who said yes and have not said stop."""
        return self.filter(state=Subscriber.State.ACTIVE)


class Subscriber(models.Model):
    """Somebody, or a program, who hears what is published; of some components, or of all when none is chosen.

    ``digest`` finds an address that is encrypted. Whoever stops is forgotten: the row goes. ``by_visitor``: somebody
    unknown asked for it on the page; a program of theirs is never looked for inside our own network.
    """

    class Channel(models.TextChoices):
        """How they hear."""

        EMAIL = "email", _("E-mail")
        WEBHOOK = "webhook", _("Webhook")

    class State(models.TextChoices):
        """Whether they said yes."""

        PENDING = "pending", _("Not confirmed")
        ACTIVE = "active", _("Subscribed")

    page = models.ForeignKey(StatusPage, on_delete=models.CASCADE, related_name="subscribers")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = SecretField()
    digest = models.BinaryField(max_length=32)
    hint = models.CharField(max_length=120)
    secret = SecretField(blank=True, default="")
    components = models.ManyToManyField(Component, blank=True, related_name="+")
    by_visitor = models.BooleanField(default=False)
    language = models.CharField(max_length=5, choices=LANGUAGES, default="en")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    created_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(SubscriberQuerySet)()

    class Meta:
        """An address subscribes to a page once."""

        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["page", "digest"], name="subscriber_once")]
        indexes = [models.Index(fields=["state", "created_at"], name="subscriber_by_state")]

    def __str__(self) -> str:
        return self.hint

    @property
    def outsider(self) -> str:
        """The name under which the delivery log knows them."""
        return f"subscriber:{self.pk}"
