"""Devices by SNMP: as whom they are asked."""

from typing import Annotated, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.estate.discovery.rules.kinds.base import Settings
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says

VERSIONS = (("2c", gettext_lazy("v2c, with a community")), ("3", gettext_lazy("v3, with a user")))
AUTHS = (
    ("none", gettext_lazy("None")), ("sha", "SHA-1"), ("sha256", "SHA-256"), ("sha512", "SHA-512"), ("md5", "MD5"),
)  # fmt: skip
PRIVACIES = (("none", gettext_lazy("None")), ("aes", "AES-128"), ("aes256", "AES-256"), ("des", "DES"))
SHORTEST_KEY = 8
"""Of a key of v3 (RFC 3414)."""


class SnmpScan(Settings, frozen=True, kw_only=True):
    """How devices are asked by SNMP. A community or key goes to the targets alone."""

    places: ClassVar[frozenset[str]] = frozenset({"targets"})

    version: Annotated[Literal["2c", "3"], Says(gettext_lazy("Version"), choices=VERSIONS)] = "2c"
    community: Annotated[str, Says(gettext_lazy("Community"), gettext_lazy("For v2c."), is_secret=True)] = ""
    user: Annotated[str, Says(gettext_lazy("User"), gettext_lazy("For v3."))] = ""
    auth: Annotated[
        Literal["none", "sha", "sha256", "sha512", "md5"], Says(gettext_lazy("Signed by"), choices=AUTHS)
    ] = "sha256"
    auth_key: Annotated[str, Says(gettext_lazy("Key for signing"), is_secret=True)] = ""
    privacy: Annotated[
        Literal["none", "aes", "aes256", "des"], Says(gettext_lazy("Encrypted by"), choices=PRIVACIES)
    ] = "aes"
    privacy_key: Annotated[str, Says(gettext_lazy("Key for encrypting"), is_secret=True)] = ""

    def check(self) -> None:
        """What the version needs."""
        if self.version == "2c":
            if not self.community:
                raise Refused(_("Version 2c needs a community."), field="community", code="missing")
            return
        if not self.user:
            raise Refused(_("Version 3 needs a user."), field="user", code="missing")
        if self.auth == "none" and self.privacy != "none":
            raise Refused(_("What is encrypted is signed, too."), field="auth")
        for wanted, key, field in (
            (self.auth, self.auth_key, "auth_key"), (self.privacy, self.privacy_key, "privacy_key")
        ):  # fmt: skip
            if wanted != "none" and len(key) < SHORTEST_KEY:
                raise Refused(_("A key has at least 8 characters."), field=field, code="missing")
