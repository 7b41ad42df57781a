"""Certificates: at which ports they are asked for, where a target names none."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.estate.discovery.rules.kinds.base import Settings
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says


class CertificateScan(Settings, frozen=True, kw_only=True):
    """Where TLS is spoken from the first byte."""

    port: Annotated[
        int, Says(gettext_lazy("Port"), gettext_lazy("Of targets that name none, such as mail.example.org:993 does."))
    ] = 443

    def check(self) -> None:
        """A port that there is."""
        if not 1 <= self.port <= 65535:
            raise Refused(_("A port lies between 1 and 65535."), field="port")
