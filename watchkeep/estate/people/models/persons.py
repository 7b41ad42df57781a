"""People: everybody who can sign in or be written to."""

from __future__ import annotations

from functools import cache
from typing import Any, Self
from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models.organisations import Organisation
from watchkeep.estate.people.models.roles import Role
from watchkeep.estate.people.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor


class Email(models.EmailField):  # type: ignore[type-arg]
    """An address kept and looked up in lower case, so that Ana@ and ana@ are one login."""

    def get_prep_value(self, value: Any) -> Any:
        """Lower the case on the way to the database, of values and of lookups alike."""
        value = super().get_prep_value(value)
        return value.strip().lower() if isinstance(value, str) else value


def known_zone(value: str) -> None:
    """Refuse a time zone that this machine doesn't know."""
    if value not in _zones():
        raise ValidationError(_("“%(zone)s” is not a known time zone."), params={"zone": value})


@cache
def _zones() -> frozenset[str]:
    """What this machine knows; to ask it takes milliseconds."""
    return frozenset(available_timezones())


class PersonQuerySet(models.QuerySet["Person"]):
    """Sets of people."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff see everybody; others see their own organisation, or at least themselves."""
        if actor.may(P.SEE):
            return self
        if actor.organisation is None:
            return self.filter(pk=actor.person)
        return self.filter(organisation=actor.organisation)

    def active(self) -> Self:
        """Those who may come in."""
        return self.filter(is_active=True)

    def get_by_natural_key(self, email: str | None) -> Person:
        """Return the person with this e-mail, whatever its case: Django's sign-in asks so."""
        return self.get(email=email)


class Person(AbstractBaseUser):
    """Somebody we know: an agent, an employee, a customer's contact."""

    email = Email(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="people"
    )
    manager = models.ForeignKey(
        "self", verbose_name=_("manager"), null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[known_zone])
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    roles = models.ManyToManyField(Role, verbose_name=_("roles"), blank=True, related_name="people")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = models.Manager.from_queryset(PersonQuerySet)()

    class Meta:
        """Names are read from A to Z; a part of a name or an address finds somebody."""

        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_lower"),
            models.CheckConstraint(
                condition=models.Q(manager__isnull=True) | ~models.Q(manager=F("id")), name="person_is_not_own_manager"
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="person_by_name"),
            GinIndex(
                OpClass(Upper("name"), "gin_trgm_ops"), OpClass(Upper("email"), "gin_trgm_ops"), name="person_alike"
            ),
        ]

    def __str__(self) -> str:
        return self.name
