"""Clouds and clusters: whom to ask, and by which credentials."""

import re
from typing import Annotated, ClassVar

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.estate.discovery.rules.kinds.base import Settings
from watchkeep.kernel import outgoing
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says

_REGION = re.compile(r"[a-z]{2}(-[a-z0-9]+){1,3}-\d{1,2}")
_NAME = re.compile(r"[0-9a-zA-Z._-]{1,80}")
MOST = 60
_ELSEWHERE = gettext_lazy(
    "Empty: the provider's own. Another one must lie on the public internet or in a network that discovery may enter."
)


class AwsAccount(Settings, frozen=True, kw_only=True):
    """An account of Amazon Web Services."""

    places: ClassVar[frozenset[str]] = frozenset({"endpoint"})

    access_key: Annotated[str, Says(gettext_lazy("Access key"), gettext_lazy("Of a user who may read, and no more."))]
    secret_key: Annotated[str, Says(gettext_lazy("Secret key"), is_secret=True)]
    session_token: Annotated[
        str, Says(gettext_lazy("Session token"), gettext_lazy("Only of keys for a while."), is_secret=True)
    ] = ""
    regions: Annotated[
        list[str], Says(gettext_lazy("Regions"), gettext_lazy("One a line. Empty: all that the account has in use."))
    ] = msgspec.field(default_factory=list)
    endpoint: Annotated[str, Says(gettext_lazy("Endpoint"), _ELSEWHERE)] = ""

    def check(self) -> None:
        """Regions as they are written, an endpoint that can be asked."""
        if len(self.regions) > MOST or any(not _REGION.fullmatch(one) for one in self.regions):
            raise Refused(_("Write regions as eu-central-1, one a line."), field="regions")
        check_address(self.endpoint, "endpoint")


class AzureSubscriptions(Settings, frozen=True, kw_only=True):
    """What Azure Resource Graph knows of subscriptions."""

    places: ClassVar[frozenset[str]] = frozenset({"tenant", "login", "management"})

    tenant: Annotated[str, Says(gettext_lazy("Tenant"), gettext_lazy("Its identifier or domain."))]
    client_id: Annotated[
        str, Says(gettext_lazy("Application"), gettext_lazy("Its client ID; it needs the role Reader."))
    ]
    client_secret: Annotated[str, Says(gettext_lazy("Client secret"), is_secret=True)]
    subscriptions: Annotated[
        list[str], Says(gettext_lazy("Subscriptions"), gettext_lazy("Their IDs, one a line. Empty: all it may read."))
    ] = msgspec.field(default_factory=list)
    login: Annotated[str, Says(gettext_lazy("Address to sign in at"), _ELSEWHERE)] = ""
    management: Annotated[str, Says(gettext_lazy("Address of the management API"), _ELSEWHERE)] = ""

    def check(self) -> None:
        """A tenant that can stand in an address, subscriptions by their IDs."""
        if not _NAME.fullmatch(self.tenant):
            raise Refused(_("Give the tenant's identifier or domain."), field="tenant")
        if len(self.subscriptions) > 1000 or any(not _NAME.fullmatch(one) for one in self.subscriptions):
            raise Refused(_("Give the IDs of subscriptions, one a line."), field="subscriptions")
        check_address(self.login, "login")
        check_address(self.management, "management")


class KubernetesCluster(Settings, frozen=True, kw_only=True):
    """A cluster's API."""

    places: ClassVar[frozenset[str]] = frozenset({"server", "authority"})

    server: Annotated[str, Says(gettext_lazy("Address of the API"), gettext_lazy("Such as https://10.0.0.1:6443."))]
    token: Annotated[
        str,
        Says(
            gettext_lazy("Token"), gettext_lazy("Of a service account that may list nodes, pods and workloads."),
            is_secret=True,
        ),
    ]  # fmt: skip
    authority: Annotated[
        str,
        Says(gettext_lazy("Certificate authority"), gettext_lazy("In PEM. Empty: a public one."), is_long=True),
    ] = ""
    cluster: Annotated[str, Says(gettext_lazy("Name of the cluster"), gettext_lazy("As it is called here."))] = ""

    def check(self) -> None:
        """An address with https, and a certificate that is one."""
        if not self.server.startswith("https://"):
            raise Refused(_("Write the address with https://, so that the token is safe."), field="server")
        check_address(self.server, "server")
        if self.authority and "-----BEGIN CERTIFICATE-----" not in self.authority:
            raise Refused(_("Paste the certificate with its first and last line."), field="authority")


def check_address(url: str, field: str) -> None:
    """Raise Refused for what is no web address."""
    if not url:
        return
    try:
        outgoing.place_of(url)
    except outgoing.BadAddress as error:
        raise Refused(str(error), field=field) from error
