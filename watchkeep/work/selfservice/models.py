"""Portals, and attempts to find help in them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.knowledge.models import Article
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, files
from watchkeep.work.requests.models import Category
from watchkeep.work.tickets.models import Ticket


class Audience(models.TextChoices):
    """For whom a portal is."""

    EMPLOYEES = "employees", _("Employees")
    CUSTOMERS = "customers", _("Customers")


class Accent(models.TextChoices):
    """The one colour of a portal. Each is readable on light and on dark ground."""

    INDIGO = "indigo", _("Indigo")
    TEAL = "teal", _("Teal")
    GREEN = "green", _("Green")
    PLUM = "plum", _("Plum")
    RUST = "rust", _("Rust")
    SLATE = "slate", _("Slate")


class Language(models.TextChoices):
    """What a portal speaks when its reader says nothing else."""

    ENGLISH = "en", _("English")
    GERMAN = "de", _("German")


class Portal(models.Model):
    """How a portal greets its readers, and which shelves of the catalogue it shows. There are two, one an audience.

    ``categories`` narrow what is offered: empty, they narrow nothing.
    """

    audience = models.CharField(max_length=10, choices=Audience.choices, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60, help_text=_("Stands at the top of every page."))
    greeting = models.CharField(_("question"), max_length=80, default="What can we help with?")
    hint = models.CharField(_("a line below it"), max_length=160, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True, help_text=_("For when all else fails."))
    accent = models.CharField(_("colour"), max_length=10, choices=Accent.choices, default=Accent.INDIGO)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    categories = models.ManyToManyField(Category, verbose_name=_("shelves"), blank=True, related_name="+")

    class Meta:
        """Employees first."""

        ordering = ["-audience"]
        constraints = [models.CheckConstraint(condition=Q(audience__in=Audience.values), name="portal_is_known")]

    def __str__(self) -> str:
        return self.name


def logo_place(_logo: Logo, _name: str) -> str:
    """Where a logo is kept: a name that says nothing and cannot be guessed."""
    return files.place("portals")


class Logo(models.Model):
    """The picture at the top of a portal's pages. Its type was checked against its first bytes."""

    portal = models.OneToOneField(Portal, on_delete=models.CASCADE, related_name="logo")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=logo_place, db_index=True)

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """What came of an attempt. Only the first counts as help without a ticket."""

    DEFLECTED = "deflected", _("Helped themselves")
    RETURNED = "returned", _("Came back with the same matter")
    ASKED = "asked", _("Asked after all")
    UNKNOWN = "unknown", _("Left without a word")


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Sets of attempts."""

    def due(self, now: datetime) -> Self:
        """Those whose seven days are over."""
        return self.filter(judge_at__lte=now).order_by("judge_at")

    def of(self, person: int) -> Self:
        """Those of one person that are not judged yet, the latest first."""
        return self.filter(person=person, judge_at__isnull=False).order_by("-id")


class Attempt(models.Model):
    """Somebody looked for help, in these words. Words are masked: they hold no addresses and no names.

    ``is_in_vain``: the words that were looked for last found nothing.
    ``judge_at`` is when it is decided what came of it; None once it is.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    words = models.CharField(_("looked for"), max_length=200)
    is_in_vain = models.BooleanField(_("found nothing"), default=False, editable=False)
    article = models.ForeignKey(
        Article, verbose_name=_("read"), null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    said_solved_at = models.DateTimeField(_("said that it helped"), null=True, editable=False)
    ticket = models.ForeignKey(
        Ticket, verbose_name=_("asked"), null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, editable=False)
    began_at = models.DateTimeField(default=clock.now, editable=False)
    judge_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(AttemptQuerySet)()

    class Meta:
        """What is open is found by its person and by its moment; what is judged by its outcome and day."""

        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "-id"], condition=Q(judge_at__isnull=False), name="attempt_open"),
            models.Index(fields=["judge_at"], condition=Q(judge_at__isnull=False), name="attempt_due"),
            models.Index(fields=["outcome", "began_at"], name="attempt_by_outcome"),
            models.Index(fields=["began_at"], name="attempt_by_day", include=["is_in_vain", "article", "outcome"]),
            models.Index(fields=["article", "outcome"], name="attempt_by_article"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(judge_at__isnull=False, outcome="") | (Q(judge_at__isnull=True) & ~Q(outcome="")),
                name="attempt_is_judged_once",
            )
        ]

    def __str__(self) -> str:
        return self.words
