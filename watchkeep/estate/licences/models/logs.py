"""Sign-in logs of identity providers: who tells them, of which applications, and what waits to be understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.licences.models.products import Product
from watchkeep.estate.licences.models.reading import Rule
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class Provider(models.TextChoices):
    """Whose shape a sign-in log has."""

    KEYCLOAK = "keycloak", _("Keycloak")
    OKTA = "okta", _("Okta")
    ENTRA = "entra", _("Microsoft Entra ID")


class SignInLogQuerySet(models.QuerySet["SignInLog"]):
    """Sets of sign-in logs."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE) else self.none()


class SignInLog(models.Model):
    """An identity provider that tells who signed in where, with a key of its own. Of the key a digest is kept."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    provider = models.CharField(_("provider"), max_length=10, choices=Provider.choices)
    is_active = models.BooleanField(_("in use"), default=True, editable=False)
    prefix = models.CharField(max_length=24, editable=False)
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    heard_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(SignInLogQuerySet)()

    class Meta:
        """From A to Z."""

        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(provider__in=Provider.values), name="sign_in_log_provider_is_known")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """As what its sign-ins are noted."""
        return f"log:{self.name}"[:40]


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Sets of applications."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE) else self.none()

    def unknown(self) -> Self:
        """Those that wait for somebody to say what they are."""
        return self.filter(product=None, is_due=False, set_aside="")


class Application(models.Model):
    """Something into which a provider lets people, and the product that it means, by the rules that read titles.

    ``people_days``: on how many days how many signed in. ``set_aside``: why nobody needs to know what it is.
    """

    log = models.ForeignKey(SignInLog, on_delete=models.CASCADE, related_name="applications", db_index=False)
    subject = models.CharField(max_length=200)
    name = models.CharField(_("name"), max_length=200)
    product = models.ForeignKey(Product, null=True, on_delete=models.SET_NULL, related_name="applications")
    rule = models.ForeignKey(Rule, null=True, on_delete=models.SET_NULL, related_name="+")
    people_days = models.PositiveIntegerField(_("sign-ins"), default=0)
    last_on = models.DateField(_("last sign-in"), null=True)
    set_aside = models.CharField(_("set aside because"), max_length=300, blank=True, default="")
    is_due = models.BooleanField(default=True)

    objects = models.Manager.from_queryset(ApplicationQuerySet)()

    class Meta:
        """The most frequent first; what is to be read anew costs the sweep alone."""

        ordering = ["-people_days", "id"]
        constraints = [models.UniqueConstraint(fields=["log", "subject"], name="application_once")]
        indexes = [
            models.Index(fields=["-people_days", "id"], name="application_by_use"),
            models.Index(
                fields=["-people_days", "id"], name="application_unknown",
                condition=Q(product=None, is_due=False, set_aside=""),
            ),
            models.Index(fields=["id"], name="application_due", condition=Q(is_due=True)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class WaitingSignIn(models.Model):
    """Somebody signed in on a day, and which product that was, or who, is not known yet. Counted when it is."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="waiting", db_index=False)
    login = models.CharField(max_length=254)
    on = models.DateField()

    class Meta:
        """Once a day is enough; found again by its age."""

        constraints = [models.UniqueConstraint(fields=["application", "login", "on"], name="waiting_sign_in_once")]
        indexes = [
            models.Index(fields=["on"], name="waiting_sign_in_by_age"),
            models.Index(fields=["login"], name="waiting_sign_in_by_login"),
        ]

    def __str__(self) -> str:
        return f"{self.login} in {self.application_id} on {self.on}"
