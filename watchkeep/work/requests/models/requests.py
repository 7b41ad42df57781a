"""The detail row of a request; its number, title and state stand on the spine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.work.requests.models.catalogue import CatalogueItem, Edition
from watchkeep.work.tickets.models import Detail, State, Ticket
from watchkeep.work.tickets.permissions import P as tickets  # noqa: N811  # this slice has a P of its own

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor


class Source(models.TextChoices):
    """The way on which a request came."""

    PORTAL = "portal", _("Portal")
    CONSOLE = "console", _("Console")
    API = "api", _("API")
    MAIL = "mail", _("E-mail")
    PHONE = "phone", _("Phone")
    WALK_IN = "walk_in", _("Walk-in")
    CHAT = "chat", _("Chat")
    RULE = "rule", _("By itself")


class RequestQuerySet(models.QuerySet["Request"]):
    """Sets of requests."""

    def visible_to(self, actor: Actor) -> Self:
        """Those whose ticket the actor may see."""
        if actor.may(tickets.SEE):
            return self
        return self.filter(ticket__in=Ticket.objects.visible_to(actor).values("pk"))

    def open(self) -> Self:
        """Those that still need work."""
        return self.filter(ticket__is_open=True)

    def due_to_close(self, at: datetime) -> Self:
        """Fulfilled ones whose grace period is over."""
        return self.filter(close_after__lte=at).order_by("close_after")


_Manager = models.Manager.from_queryset(RequestQuerySet)


class RequestManager(_Manager["Request"]):
    """Finds requests together with their tickets: neither says much alone."""

    def get_queryset(self) -> RequestQuerySet:
        """Every request with its ticket."""
        return RequestQuerySet(self.model, using=self._db).select_related("ticket").defer("ticket__words")


class Request(Detail, models.Model):
    """Somebody asks for something: an item of the catalogue under its edition of that day, or in their own words."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(
        CatalogueItem, verbose_name=_("item"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(_("answers"), default=dict)
    quantity = models.PositiveIntegerField(_("how many"), default=1)
    source = models.CharField(_("came by"), max_length=8, choices=Source.choices, default=Source.PORTAL)
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    hold_reason = models.CharField(_("reason to wait"), max_length=500, blank=True)
    waits_for_requester = models.BooleanField(_("waits for the requester"), default=False)
    proof = models.CharField(_("proof of who asked"), max_length=200, blank=True)
    refuse_reason = models.CharField(_("why it is refused"), max_length=1000, blank=True)
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=500, blank=True)
    result = models.TextField(_("what was done"), blank=True)
    started_at = models.DateTimeField(_("begun"), null=True, editable=False)
    fulfilled_at = models.DateTimeField(_("fulfilled"), null=True, editable=False)
    close_after = models.DateTimeField(null=True, editable=False)
    reopen_until = models.DateTimeField(_("can be reopened until"), null=True, editable=False)
    reopened_count = models.PositiveIntegerField(_("times reopened"), default=0, editable=False)
    turned_into = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RequestManager()

    class Meta:
        """The newest first."""

        ordering = ["-ticket_id"]
        constraints = [
            models.CheckConstraint(condition=Q(source__in=Source.values), name="request_source_is_known"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="request_asks_for_some"),
            models.CheckConstraint(
                condition=Q(item__isnull=True, edition__isnull=True) | Q(item__isnull=False, edition__isnull=False),
                name="request_item_has_edition",
            ),
        ]
        indexes = [
            models.Index(fields=["close_after"], name="request_to_close", condition=Q(close_after__isnull=False)),
            models.Index(fields=["item", "-ticket"], name="request_of_item"),
        ]

    def __str__(self) -> str:
        return str(self.ticket)

    @property
    def may_come_back(self) -> bool:
        """Whether it can still be reopened: fulfilled or closed, within its grace period."""
        ended = self.state in {State.RESOLVED, State.CLOSED} and self.turned_into_id is None
        return ended and self.reopen_until is not None and clock.now() < self.reopen_until

    def is_party(self, actor: Actor) -> bool:
        """Whether the actor asked for it or had it asked for."""
        return actor.person is not None and actor.person in {self.ticket.requester_id, self.opened_by_id}
