"""Mailboxes: where people write to us, how it is fetched, and what may come in."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Email, Organisation
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.secrets import SecretField
from watchkeep.work.correspondence.permissions import P


class Way(models.TextChoices):
    """How the mail of a mailbox gets here."""

    IMAP = "imap", _("Fetched by IMAP")
    HANDED = "handed", _("Handed over by a mail server (SMTP or LMTP)")


class Strangers(models.TextChoices):
    """What becomes of somebody whom nobody knows yet."""

    CONTACT = "contact", _("They become a contact, and their mail a request")
    WAIT = "wait", _("Their mail waits until somebody lets it in")


class Proving(models.TextChoices):
    """What is asked of a sender's identity."""

    NOTHING = "nothing", _("Nothing: what the mail says counts")
    NOT_FAILED = "not_failed", _("Mail whose sender is proven false waits")
    PROVEN = "proven", _("Mail whose sender is not proven waits")


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    """Sets of mailboxes."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see mail sees which mailboxes there are; their secrets nobody sees."""
        return self if actor.may(P.SEE) else self.none()

    def due(self, at: datetime) -> Self:
        """Those that are fetched and that nobody looks after at that moment."""
        return self.filter(is_active=True, way=Way.IMAP, next_check_at__lte=at).order_by("next_check_at")


class Mailbox(models.Model):
    """One address that people write to. It is paused, never deleted: what came through it refers to it.

    ``settings`` holds what a page may show, ``secrets`` the rest as encrypted JSON. ``next_check_at`` is also the lease
    of whoever fetches now; ``uid_validity`` and ``last_uid`` say how far a folder that stays as it is was read.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    address = Email(_("address"), unique=True)
    way = models.CharField(_("how mail comes in"), max_length=8, choices=Way.choices)
    settings: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, editable=False)
    secrets = SecretField(default="{}", editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_default = models.BooleanField(_("answers to anything else come here"), default=False)
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    strangers = models.CharField(
        _("unknown senders"), max_length=8, choices=Strangers.choices, default=Strangers.CONTACT
    )
    guests = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation of contacts whose domain is unknown"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    proving = models.CharField(
        _("proof of the sender"), max_length=12, choices=Proving.choices, default=Proving.NOT_FAILED
    )
    trusted_server = models.CharField(_("mail server that checks senders"), max_length=200, blank=True)
    takes_lists = models.BooleanField(_("the address is itself a list or group"), default=False)
    takes_plus = models.BooleanField(_("the server takes address+anything"), default=True)
    answers = models.BooleanField(_("confirm new requests by mail"), default=True)
    most_an_hour = models.PositiveSmallIntegerField(
        _("mails of one sender an hour"), default=30, validators=[MinValueValidator(1), MaxValueValidator(10_000)]
    )
    copies_follow = models.BooleanField(_("colleagues in copy follow along"), default=False)
    keep_days = models.PositiveSmallIntegerField(
        _("days that sources are kept"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )  # fmt: skip
    created_at = models.DateTimeField(default=clock.now, editable=False)
    next_check_at = models.DateTimeField(null=True, editable=False)
    received_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    trouble = models.CharField(max_length=300, blank=True, editable=False)
    access = SecretField(default="", editable=False)
    access_until = models.DateTimeField(null=True, editable=False)
    uid_validity = models.BigIntegerField(default=0, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)

    objects = models.Manager.from_queryset(MailboxQuerySet)()

    class Meta:
        """Names are read from A to Z; one mailbox at most is the default."""

        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="mailbox_one_default")
        ]
        indexes = [
            models.Index(fields=["next_check_at"], condition=Q(is_active=True, way=Way.IMAP), name="mailbox_due")
        ]

    def __str__(self) -> str:
        return self.name
