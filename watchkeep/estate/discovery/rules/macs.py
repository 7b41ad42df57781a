"""Hardware addresses: which of them tell a machine apart.

The second lowest bit of the first octet says that an address was made up where it is used (IEEE 802, "locally
administered"), the lowest that it addresses a group. Neither belongs to a card for life.
"""

import re

from watchkeep.estate.discovery.models.found import DOCKING, OWN, VIRTUAL, Nic

_SEPARATORS = re.compile(r"[\s:.\-]")
_HEX = re.compile(r"[0-9a-f]{12}")

SHARED = (
    "0050:56c0", "0005:9a3c", "00ff", "0015:5d00:0000", "5050:5450:3030", "3350:6f45:3030", "2041:5359:4eff",
    "0009:0ffe", "0009:0faa", "001c:42:0000", "0050:f2", "0000:5e00:01", "0000:5e00:02", "0007:b4", "0000:0c07:ac",
)  # fmt: skip
"""How addresses begin that host networks of hypervisors, tunnels, dial-up adapters and redundant routers bear."""
DOCKS = ("00e0:4c", "0050:b6", "000e:c6", "0024:9b", "0013:3b", "a0ce:c8", "0005:1b", "8cae:4c", "0c37:96", "d8eb:46")
"""How addresses of docks and USB adapters begin: the maker of the chip gave them, and they wander between desks."""
_SHARED = tuple(one.replace(":", "") for one in SHARED)
_DOCKS = tuple(one.replace(":", "") for one in DOCKS)
_VIRTUAL_NAME = re.compile(
    r"^(docker|veth|virbr|vmnet|vboxnet|br-|bridge\d|tun|tap|utun|ppp|wg\d|zt|lo\d*$|dummy|ifb|bond|team|cni|flannel|cali"
    r"|cilium|vnet|vxlan|gre|sit|ip6tnl|awdl|llw|anpi)|virtual|hyper-v|tunnel|loopback|miniport|teredo|isatap|vpn|wintun",
    re.IGNORECASE,
)
_DOCKING_NAME = re.compile(r"\b(usb|dock|docking|thunderbolt|displaylink)\b", re.IGNORECASE)


def normal(mac: str) -> str:
    """An address as aa:bb:cc:dd:ee:ff; empty when it is none."""
    plain = _SEPARATORS.sub("", mac.lower())
    if _HEX.fullmatch(plain) is None:
        return ""
    return ":".join(plain[at : at + 2] for at in range(0, 12, 2))


def kind_of(name: str, mac: str, *, is_virtual: bool = False) -> str:
    """Whose a card is, by what its source calls it and by how its address begins."""
    plain = _SEPARATORS.sub("", mac.lower())
    if is_virtual or _VIRTUAL_NAME.search(name) or plain.startswith(_SHARED):
        return VIRTUAL
    return DOCKING if _DOCKING_NAME.search(name) or plain.startswith(_DOCKS) else OWN


def tells_apart(nic: Nic) -> bool:
    """Whether the address belongs to this thing and to no other, for as long as the card is in it."""
    mac = normal(nic.mac)
    if nic.kind != OWN or not mac or mac in {"00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"}:
        return False
    return not int(mac[:2], 16) & 0b11 and not mac.replace(":", "").startswith(_SHARED + _DOCKS)
