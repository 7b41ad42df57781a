"""What doors and pages ask of discovery."""

from watchkeep.estate.discovery.rules import macs


def kind_of_nic(name: str, mac: str, *, is_virtual: bool = False) -> str:
    """Whose a network card is: the thing's own, made by software, or part of a dock."""
    return macs.kind_of(name, mac, is_virtual=is_virtual)
