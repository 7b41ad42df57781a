"""Rules about senders: who always comes in, who waits, whose mail is not wanted."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.work.correspondence.models.mailboxes import Mailbox
from watchkeep.work.correspondence.permissions import P


class Act(models.TextChoices):
    """What becomes of mail of these senders."""

    ACCEPT = "accept", _("Comes in")
    WAIT = "wait", _("Waits")
    DISCARD = "discard", _("Is discarded")


class SenderRuleQuerySet(models.QuerySet["SenderRule"]):
    """Sets of rules."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see mail sees by which rules it comes in."""
        return self if actor.may(P.SEE) else self.none()


class SenderRule(models.Model):
    """One rule. ``pattern`` is an address or, beginning with ``@``, a domain and what is below it.

    Without a mailbox it holds for all of them. The address beats the domain, and the nearer domain the farther one.
    """

    pattern = models.CharField(_("sender"), max_length=254)
    mailbox = models.ForeignKey(
        Mailbox, verbose_name=_("mailbox"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    act = models.CharField(_("mail"), max_length=8, choices=Act.choices, default=Act.ACCEPT)
    must_be_proven = models.BooleanField(_("only when the sender is proven"), default=False)
    takes_automatic = models.BooleanField(_("automatic mail too"), default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(SenderRuleQuerySet)()

    class Meta:
        """From A to Z; one rule for a sender and a mailbox."""

        ordering = ["pattern", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pattern", "mailbox"], nulls_distinct=False, name="sender_rule_once"),
            models.CheckConstraint(condition=Q(act__in=Act.values), name="sender_rule_act_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.pattern}: {self.get_act_display()}"
