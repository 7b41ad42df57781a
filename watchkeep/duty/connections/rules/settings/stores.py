"""Directories, object storage and mail servers: what keeps accounts, files and letters."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.duty.connections.rules.settings.base import HOST, Settings, need
from watchkeep.kernel import outgoing
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says

Flavour = Literal["openldap", "active_directory"]
Security = Literal["tls", "starttls", "none"]
FLAVOURS = (
    ("openldap", gettext_lazy("OpenLDAP with a password policy")),
    ("active_directory", gettext_lazy("Active Directory")),
)
SECURITIES = (
    ("starttls", gettext_lazy("STARTTLS")),
    ("tls", gettext_lazy("TLS from the first byte")),
    ("none", gettext_lazy("None: for a server on this machine")),
)
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_REGION = re.compile(r"[a-z0-9-]{2,40}")
_AUTHORITY = "-----BEGIN CERTIFICATE-----"


class Ldap(Settings, frozen=True, kw_only=True):
    """A directory in which accounts and groups are changed."""

    url: Annotated[str, Says(gettext_lazy("Address"), gettext_lazy("Such as ldaps://directory.example.org."))]
    base: Annotated[
        str, Says(gettext_lazy("Base"), gettext_lazy("Below which accounts and groups are found: dc=example,dc=org."))
    ]
    user: Annotated[str, Says(gettext_lazy("Signs in as"), gettext_lazy("A distinguished name."))]
    password: Annotated[str, Says(gettext_lazy("Password"), is_secret=True)]
    flavour: Annotated[Flavour, Says(gettext_lazy("Speaks like"), choices=FLAVOURS)] = "openldap"
    login: Annotated[
        str, Says(gettext_lazy("Login attribute"), gettext_lazy("uid, mail, sAMAccountName or userPrincipalName."))
    ] = "uid"
    starttls: Annotated[bool, Says(gettext_lazy("STARTTLS for ldap:// addresses"))] = True
    authority: Annotated[
        str,
        Says(
            gettext_lazy("Certificate of its authority"),
            gettext_lazy("PEM. Empty: the authorities that this machine trusts."),
            is_long=True,
        ),
    ] = ""

    def check(self) -> None:
        """An address of LDAP, names that can be names."""
        parts = urlsplit(self.url)
        if parts.scheme not in {"ldap", "ldaps"} or not HOST.fullmatch(parts.hostname or "") or parts.path.strip("/"):
            raise Refused(_("Give an address such as ldaps://directory.example.org."), field="url")
        for field in ("base", "user"):
            if "=" not in getattr(self, field):
                raise Refused(_("Give a distinguished name such as dc=example,dc=org."), field=field)
        if not _ATTRIBUTE.fullmatch(self.login):
            raise Refused(_("This is not the name of an attribute."), field="login")
        if self.authority and _AUTHORITY not in self.authority:
            raise Refused(_("Give a certificate in PEM form."), field="authority")

    @property
    def is_tls(self) -> bool:
        """Whether TLS comes before LDAP."""
        return self.url.startswith("ldaps:")

    @property
    def place(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or (636 if self.is_tls else 389)

    @property
    def hint(self) -> str:
        """Which part of which directory."""
        return f"{self.url.rstrip('/')}/{self.base}"


class S3(Settings, frozen=True, kw_only=True):
    """Object storage that speaks S3: of AWS or of anybody else."""

    access_key: Annotated[str, Says(gettext_lazy("Access key"))]
    secret_key: Annotated[str, Says(gettext_lazy("Secret key"), is_secret=True)]
    endpoint: Annotated[
        str, Says(gettext_lazy("Endpoint"), gettext_lazy("Such as https://storage.example.org. Empty: AWS."))
    ] = ""
    region: Annotated[str, Says(gettext_lazy("Region"))] = "us-east-1"

    def check(self) -> None:
        """An endpoint that can be asked, and a region."""
        if self.endpoint:
            try:
                outgoing.place_of(self.endpoint)
            except outgoing.BadAddress as error:
                raise Refused(str(error), field="endpoint") from error
        if not _REGION.fullmatch(self.region):
            raise Refused(_("This is not a region."), field="region")

    @property
    def hint(self) -> str:
        """Where, and with whose key."""
        return f"{self.access_key}@{self.endpoint or 'AWS'} ({self.region})"


class Smtp(Settings, frozen=True, kw_only=True):
    """A mail server that takes our letters."""

    host: Annotated[str, Says(gettext_lazy("Host"))]
    sender: Annotated[str, Says(gettext_lazy("From"), gettext_lazy("The address that letters come from."))]
    port: Annotated[int, msgspec.Meta(ge=1, le=65535), Says(gettext_lazy("Port"))] = 587
    security: Annotated[Security, Says(gettext_lazy("Encryption"), choices=SECURITIES)] = "starttls"
    user: Annotated[str, Says(gettext_lazy("User"), gettext_lazy("Empty: without signing in."))] = ""
    password: Annotated[str, Says(gettext_lazy("Password"), is_secret=True)] = ""

    def check(self) -> None:
        """A host, a sender, and a password where there is a user."""
        if not HOST.fullmatch(self.host):
            raise Refused(_("Give the name or the address of a host."), field="host")
        if "@" not in self.sender or any(letter in self.sender for letter in "\r\n<>, "):
            raise Refused(_("Give one address."), field="sender")
        if self.user:
            need(self.password, "password")

    @property
    def hint(self) -> str:
        """From whom, by which server."""
        return f"{self.sender} by {self.host}:{self.port}"
