"""Sources: other houses that know people, such as an identity provider, a directory or a program that sends them.

What all have in common lies on ``Source``; how each speaks lies on its detail row (``OidcClient`` and its neighbours).
"""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models.organisations import Organisation
from watchkeep.estate.people.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.secrets import SecretField, new_key


class Kind(models.TextChoices):
    """How a source speaks."""

    OIDC = "oidc", _("OpenID Connect")
    SAML = "saml", _("SAML 2.0")
    LDAP = "ldap", _("LDAP directory")
    SCIM = "scim", _("SCIM 2.0")


class Linking(models.TextChoices):
    """When somebody unknown by the source's own mark is taken to be whoever has their mail address."""

    NEVER = "never", _("never")
    VERIFIED = "verified", _("if the source says that it has verified the address")
    ALWAYS = "always", _("always: every address it tells is right")


class Factor(models.TextChoices):
    """Whose word on the second factor counts."""

    OWN = "own", _("ours: Watchkeep asks for it, as after a password")
    CLAIMED = "claimed", _("theirs, when they say that it was asked for")
    TRUSTED = "trusted", _("theirs, always")


def new_slug() -> str:
    """A name for addresses that nobody guesses."""
    return new_key()[0][:16]


class SourceQuerySet(models.QuerySet["Source"]):
    """Sets of sources."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see them sees all of them."""
        return self if actor.may(P.SEE_SOURCES) else self.none()

    def active(self) -> Self:
        """Those in use."""
        return self.filter(is_active=True)

    def doors(self) -> Self:
        """Those in use with which one signs in, by a button."""
        return self.active().filter(kind__in=[Kind.OIDC, Kind.SAML])


class Source(models.Model):
    """Another house that knows people, and how far we believe it.

    People it brings belong to ``organisation``. ``domains``: it speaks for mail addresses in these alone; with none,
    for every address. ``trial`` is what came of the last test, in words.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=80, unique=True)
    key = models.CharField(max_length=40, unique=True, default=new_slug, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(_("in use"), default=False, editable=False)
    creates = models.BooleanField(_("makes accounts"), default=True)
    links = models.CharField(_("links by address"), max_length=10, choices=Linking.choices, default=Linking.NEVER)
    domains = ArrayField(models.CharField(max_length=253), verbose_name=_("mail domains"), default=list, blank=True)
    factor = models.CharField(_("second factor"), max_length=10, choices=Factor.choices, default=Factor.OWN)
    factor_signs = ArrayField(
        models.CharField(max_length=120), verbose_name=_("signs of a second factor"), default=list, blank=True
    )
    makes_teams = models.BooleanField(_("a group without a line becomes a team"), default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    last_answer = models.CharField(max_length=300, blank=True, editable=False)
    trial = models.JSONField(default=dict, blank=True, editable=False)

    objects = models.Manager.from_queryset(SourceQuerySet)()

    class Meta:
        """From A to Z."""

        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=Kind.values), name="source_kind_is_known")]

    def __str__(self) -> str:
        return self.name

    def actor(self) -> Actor:
        """The source as whoever acts."""
        return Actor.system(f"source:{self.pk}", self.name)

    def speaks_for(self, email: str) -> bool:
        """Whether the source may say anything about this address."""
        return not self.domains or email.rpartition("@")[2].lower() in self.domains


class OidcClient(models.Model):
    """How we are known to an OpenID provider, and which claims say what."""

    source = models.OneToOneField(Source, primary_key=True, on_delete=models.CASCADE, related_name="oidc")
    issuer = models.URLField(_("issuer"), max_length=300)
    client_id = models.CharField(_("client id"), max_length=200)
    client_secret = SecretField(_("client secret"), blank=True, default="")
    scopes = models.CharField(_("scopes"), max_length=200, default="openid email profile")
    email_claim = models.CharField(_("claim of the address"), max_length=120, default="email")
    name_claim = models.CharField(_("claim of the name"), max_length=120, default="name")
    groups_claim = models.CharField(_("claim of the groups"), max_length=120, blank=True, default="groups")

    def __str__(self) -> str:
        return self.issuer


class SamlPeer(models.Model):
    """A SAML identity provider, our own keys towards it, and which attributes say what.

    Without ``email_attribute`` the NameID is the address. ``takes_unasked``: also assertions that nobody asked for.
    """

    source = models.OneToOneField(Source, primary_key=True, on_delete=models.CASCADE, related_name="saml")
    entity_id = models.CharField(_("entity ID"), max_length=300)
    sign_on_url = models.URLField(_("sign-on address"), max_length=500)
    certificates = models.TextField(_("signing certificates"))
    email_attribute = models.CharField(_("attribute of the address"), max_length=200, blank=True)
    name_attribute = models.CharField(_("attribute of the name"), max_length=200, blank=True)
    groups_attribute = models.CharField(_("attribute of the groups"), max_length=200, blank=True)
    takes_unasked = models.BooleanField(_("also sign-ins that begin there"), default=False)
    own_certificate = models.TextField(editable=False)
    own_key = SecretField(editable=False)

    def __str__(self) -> str:
        return self.entity_id


class Flavour(models.TextChoices):
    """Which server it is: what it calls things, and how it marks a disabled account."""

    OPENLDAP = "openldap", _("OpenLDAP")
    AD = "ad", _("Active Directory")
    DS389 = "389ds", _("389 Directory Server, FreeIPA")


class LdapDirectory(models.Model):
    """A directory: where it is, where people and groups stand in it, and how often we look.

    ``watermark``: what changed there before this was read (the server's own time). ``was_tried``: a dry run has
    succeeded since these lines were last changed. ``asked``: what somebody wants done now.
    """

    class Asked(models.TextChoices):
        """What is wanted before its time."""

        NOTHING = "", _("nothing")
        TRIAL = "trial", _("a dry run")
        RUN = "run", _("a run")
        BEYOND = "beyond", _("a run beyond the cap")

    source = models.OneToOneField(Source, primary_key=True, on_delete=models.CASCADE, related_name="ldap")
    flavour = models.CharField(_("server"), max_length=10, choices=Flavour.choices, default=Flavour.OPENLDAP)
    url = models.CharField(_("address"), max_length=300)
    starts_tls = models.BooleanField(_("StartTLS"), default=False)
    ca = models.TextField(_("certificate of its authority"), blank=True)
    bind_dn = models.CharField(_("sign-in name"), max_length=300, blank=True)
    password = SecretField(_("password"), blank=True, default="")
    people_base = models.CharField(_("where people stand"), max_length=300)
    people_filter = models.CharField(_("which people"), max_length=500, default="(objectClass=person)")
    groups_base = models.CharField(_("where groups stand"), max_length=300, blank=True)
    groups_filter = models.CharField(
        _("which groups"), max_length=500, default="(|(objectClass=groupOfNames)(objectClass=group))"
    )
    email_attribute = models.CharField(_("attribute of the address"), max_length=80, default="mail")
    name_attribute = models.CharField(_("attribute of the name"), max_length=80, default="cn")
    phone_attribute = models.CharField(
        _("attribute of the telephone"), max_length=80, default="telephoneNumber", blank=True
    )
    manager_attribute = models.CharField(_("attribute of the manager"), max_length=80, default="manager", blank=True)
    signs_in = models.BooleanField(_("its people sign in with its passwords"), default=False)
    every_minutes = models.PositiveIntegerField(
        _("minutes between runs"), default=60, validators=[MinValueValidator(5), MaxValueValidator(10080)]
    )
    most_leavers = models.PositiveIntegerField(
        _("people whom one run may deactivate"), default=10, validators=[MaxValueValidator(100000)]
    )
    watermark = models.CharField(max_length=40, blank=True, editable=False)
    was_tried = models.BooleanField(default=False, editable=False)
    asked = models.CharField(max_length=8, choices=Asked.choices, blank=True, default="", editable=False)
    next_run_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        """Runs are found by their time."""

        indexes = [models.Index(fields=["next_run_at"], name="ldap_due", condition=Q(next_run_at__isnull=False))]

    def __str__(self) -> str:
        return self.url


class ScimClient(models.Model):
    """A program that sends people. Its token is kept as a digest; after a rotation the former one works for a while."""

    source = models.OneToOneField(Source, primary_key=True, on_delete=models.CASCADE, related_name="scim")
    may_write = models.BooleanField(_("may change people"), default=True)
    has_groups = models.BooleanField(_("sends groups"), default=True)
    prefix = models.CharField(max_length=24, editable=False)
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    former_digest = models.BinaryField(max_length=32, null=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False)
    issued_at = models.DateTimeField(default=clock.now, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return f"{self.prefix}…"
