"""The spine: what every kind of ticket has, in one table (ADR 0003)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Organisation, Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, markdown, search
from watchkeep.work.tickets.permissions import P

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from watchkeep.kernel.actors import Actor


class Kind(models.TextChoices):
    """What sort of work a ticket is; each kind keeps its detail row in a slice of its own."""

    INCIDENT = "incident", _("Incident")
    PROBLEM = "problem", _("Problem")
    REQUEST = "request", _("Request")
    CHANGE = "change", _("Change")


class State(models.TextChoices):
    """Where a ticket stands. Each kind uses those that its life needs."""

    DRAFT = "draft", _("Draft")
    NEW = "new", _("New")
    ASSESSING = "assessing", _("Being assessed")
    WAITING = "waiting", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    IMPLEMENTING = "implementing", _("Being carried out")
    EVALUATING = "evaluating", _("Being evaluated")
    TRIAGED = "triaged", _("Triaged")
    IN_PROGRESS = "in_progress", _("In progress")
    ON_HOLD = "on_hold", _("On hold")
    RESTORED = "restored", _("Restored")
    INVESTIGATING = "investigating", _("Investigating")
    KNOWN_ERROR = "known_error", _("Known error")
    FIXING = "fixing", _("Fix in progress")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    REFUSED = "refused", _("Refused")


DONE = (State.RESOLVED, State.CLOSED, State.CANCELLED, State.REFUSED)


_NEWEST = (F("opened_at").desc(), F("id").desc())
_KIND = ["kind"]
"""Every list asks for one kind: with it in the index, what is only counted or gathered is not fetched."""


def _beside(own: str) -> list[str]:
    """What else the filters ask: two that exclude each other are found out in the index alone."""
    asked = (*_KIND, "state", "is_open", "priority", "severity", "service", "team", "assignee")
    return [name for name in asked if name != own]


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Sets of tickets."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see tickets sees all; others what they asked for or watch, or what their organisation shares."""
        if actor.may(P.SEE):
            return self
        first, *others = (part.order_by().values("pk") for part in Ticket.objects.in_parts_for(actor))
        return self.filter(pk__in=first.union(*others))

    def in_parts_for(self, actor: Actor) -> list[Self]:
        """What ``visible_to`` finds, in parts that may overlap: each is read along an index of its own."""
        if actor.may(P.SEE):
            return [self]
        if not actor.person:
            return [self.none()]
        watched = Watcher.objects.filter(person=actor.person).values("ticket")
        parts = [self.filter(requester=actor.person), self.filter(pk__in=watched)]
        if actor.organisation and actor.may(P.SEE_ORGANISATION):
            sharing = Organisation.objects.filter(pk=actor.organisation, shares_tickets=True)
            parts.append(self.filter(Exists(sharing), organisation=actor.organisation))
        return parts

    def readable_by(self, actor: Actor) -> Self:
        """The same rule asked of each row: short where rows are met one by one (``visible_to`` finds by index)."""
        if actor.may(P.SEE):
            return self
        watched = Watcher.objects.filter(person=actor.person).values("ticket")
        own = Q(requester=actor.person) | Q(pk__in=watched) if actor.person else Q(pk__in=())
        if actor.organisation and actor.may(P.SEE_ORGANISATION):
            sharing = Organisation.objects.filter(pk=actor.organisation, shares_tickets=True)
            own |= Q(organisation__in=sharing.values("pk"))
        return self.filter(own)

    def open(self) -> Self:
        """Those that still need work."""
        return self.filter(is_open=True)

    def incidents(self) -> Self:
        """Incidents only: other kinds of ticket have pages of their own."""
        return self.filter(kind=Kind.INCIDENT)

    def counted(self) -> Self:
        """Those that figures are made of: no drills."""
        return self.filter(is_drill=False)


_Manager = models.Manager.from_queryset(TicketQuerySet)


class TicketManager(_Manager["Ticket"]):
    """Finds tickets, and leaves the search words where they are."""

    def get_queryset(self) -> TicketQuerySet:
        """Every ticket; nobody ever reads the words column itself."""
        return TicketQuerySet(self.model, using=self._db).defer("words")


class Ticket(models.Model):
    """One piece of work for somebody, whatever its kind."""

    number = models.CharField(_("number"), max_length=20, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, editable=False)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.NEW, editable=False)
    is_open = models.BooleanField(_("open"), default=True, editable=False)
    priority = models.PositiveSmallIntegerField(
        _("priority"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    severity = models.PositiveSmallIntegerField(
        _("severity"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_index=False,
    )  # fmt: skip
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_index=False,
    )  # fmt: skip
    assignee = models.ForeignKey(
        Person, verbose_name=_("assignee"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_index=False,
    )  # fmt: skip
    requester = models.ForeignKey(
        Person, verbose_name=_("requester"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_index=False,
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_index=False,
    )  # fmt: skip
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("tags"), default=list, blank=True)
    is_drill = models.BooleanField(_("drill"), default=False)
    cost_of_delay = models.DecimalField(
        _("cost of delay in euro a minute"), max_digits=14, decimal_places=2, default=0, db_default=0, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    touched = models.JSONField(default=dict, editable=False)
    opened_at = models.DateTimeField(_("opened"), default=clock.now, editable=False)
    updated_at = models.DateTimeField(_("updated"), default=clock.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    words = models.GeneratedField(
        expression=search.vector("number", "title", "description"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = TicketManager()

    class Meta:
        """The newest first. Every filter of the queue has an index that ends in that order (bench/queue)."""

        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="ticket_number_once"),
            models.CheckConstraint(condition=Q(priority__range=(1, 5)), name="ticket_priority_is_known"),
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__range=(1, 4)), name="ticket_severity_is_known"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="ticket_state_is_known"),
            models.CheckConstraint(
                condition=Q(is_open=True) & ~Q(state__in=DONE) | Q(is_open=False) & Q(state__in=DONE),
                name="ticket_is_open_fits_state",
            ),
        ]
        indexes = [
            models.Index(*_NEWEST, name="ticket_newest", include=_KIND),
            models.Index("kind", *_NEWEST, name="ticket_by_kind", include=["state", "is_open"]),
            models.Index("state", *_NEWEST, name="ticket_by_state", include=_KIND),
            models.Index("priority", *_NEWEST, name="ticket_by_priority", include=_KIND),
            models.Index("severity", *_NEWEST, name="ticket_by_severity", include=_KIND),
            models.Index("service", *_NEWEST, name="ticket_by_service", include=[*_beside("service"), "is_drill"]),
            models.Index("team", *_NEWEST, name="ticket_by_team", include=_beside("team")),
            models.Index("assignee", *_NEWEST, name="ticket_by_assignee", include=_beside("assignee")),
            models.Index("requester", *_NEWEST, name="ticket_by_requester", include=_KIND),
            models.Index("organisation", *_NEWEST, name="ticket_by_organisation", include=_KIND),
            models.Index(*_NEWEST, name="ticket_open_newest", include=_KIND, condition=Q(is_open=True)),
            models.Index(
                "priority", *_NEWEST, name="ticket_open_by_priority", include=_KIND, condition=Q(is_open=True)
            ),
            models.Index(
                "severity", *_NEWEST, name="ticket_open_by_severity", include=_KIND, condition=Q(is_open=True)
            ),
            models.Index("service", *_NEWEST, name="ticket_open_by_service", include=_KIND, condition=Q(is_open=True)),
            models.Index("team", *_NEWEST, name="ticket_open_by_team", include=_KIND, condition=Q(is_open=True)),
            models.Index(
                "assignee", *_NEWEST, name="ticket_open_by_assignee", include=_KIND, condition=Q(is_open=True)
            ),
            models.Index(
                F("cost_of_delay").desc(),
                *_NEWEST,
                name="ticket_open_by_cost",
                include=_KIND,
                condition=Q(is_open=True),
            ),
            models.Index(
                F("updated_at").desc(),
                F("id").desc(),
                name="ticket_open_stirred",
                include=_KIND,
                condition=Q(is_open=True),
            ),
            models.Index(
                F("updated_at").desc(), F("id").desc(), name="ticket_stirred", include=["kind", "state", "is_open"]
            ),
            models.Index(
                F("closed_at").desc(),
                F("id").desc(),
                name="ticket_by_closing",
                include=["kind", "state"],
                condition=Q(closed_at__isnull=False),
            ),
            models.Index(*_NEWEST, name="ticket_ended_newest", include=_KIND, condition=Q(is_open=False)),
            models.Index(*_NEWEST, name="ticket_drills", include=_KIND, condition=Q(is_drill=True)),
            GinIndex(fields=["tags"], name="ticket_tags"),
            GinIndex(fields=["words"], name="ticket_words"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def html(self) -> SafeString:
        """The description as a page shows it."""
        return markdown.to_html(self.description)


class Watcher(models.Model):
    """Somebody who follows a ticket without working on it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        """One follows a ticket once."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="watcher_once")]

    def __str__(self) -> str:
        return f"{self.person} watches {self.ticket}"


class Detail:
    """What the row of one kind's own details says by its ticket."""

    ticket: Any

    @property
    def number(self) -> str:
        """The number that people say aloud."""
        return str(self.ticket.number)

    @property
    def state(self) -> str:
        """Where it stands."""
        return str(self.ticket.state)

    @property
    def is_open(self) -> bool:
        """Whether it still needs work."""
        return bool(self.ticket.is_open)
