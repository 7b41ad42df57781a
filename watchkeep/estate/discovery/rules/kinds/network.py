"""A network scan: which ports, how deep, and whether systems and services are told apart."""

import re
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.estate.discovery.rules.kinds.base import Settings
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says

_PORTS = re.compile(r"\d{1,5}(-\d{1,5})?(,\d{1,5}(-\d{1,5})?){0,200}")
USUAL_PORTS = "21-23,25,53,80,110,135,139,143,161,389,443,445,465,515,587,631,636,993,995,1433,1521,2049,3306,3389,5432"


class NetworkScan(Settings, frozen=True, kw_only=True):
    """What nmap is to look for."""

    ports: Annotated[
        str, Says(gettext_lazy("Ports"), gettext_lazy("Such as 22,80,443,8000-8100. These alone are knocked at."))
    ] = f"{USUAL_PORTS},5900,5985,6443,8000,8080,8443,9100,9200"
    services: Annotated[bool, Says(gettext_lazy("Ask open ports which program and version answers"))] = True
    systems: Annotated[
        bool, Says(gettext_lazy("Tell operating systems apart"), gettext_lazy("Only where nmap may run as root."))
    ] = True

    certificates: Annotated[bool, Says(gettext_lazy("Ask ports that speak TLS for their certificates"))] = True
    names: Annotated[bool, Says(gettext_lazy("Look addresses up in DNS"))] = True

    def check(self) -> None:
        """Ports that there are."""
        if not _PORTS.fullmatch(self.ports):
            raise Refused(_("Write ports as 22,80,443 or 8000-8100."), field="ports")
        if any(not _is_range(one) for one in self.ports.split(",")):
            raise Refused(_("A port lies between 1 and 65535."), field="ports")


def _is_range(text: str) -> bool:
    first, _dash, last = text.partition("-")
    return 1 <= int(first) <= int(last or first) <= 65535
