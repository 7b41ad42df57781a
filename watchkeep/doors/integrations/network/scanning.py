"""A network scan: piece by piece, each whole or not at all; what may not be contacted is left out twice."""

from __future__ import annotations

from collections.abc import Generator

from watchkeep.doors.integrations.discovering.ports import CannotLook, Part, Task
from watchkeep.doors.integrations.network import hosts, nmap, targets
from watchkeep.doors.integrations.network.hosts import BadOutput
from watchkeep.estate.discovery.models import Found


def look(task: Task) -> Generator[Part, None, None]:
    """Every host that answers in the networks of the job."""
    pieces = targets.pieces(task)
    if not nmap.is_root():
        task.note("nmap is not root here: no hardware addresses beyond this network, and no systems are told apart.")
    for number, piece in enumerate(pieces):
        task.check()
        doing, scan = _words(piece), nmap.Scan(task, piece)
        yield Part(doing=doing, done=number * 100 // len(pieces))
        for what, percent in scan.steps():
            yield Part(doing=f"{doing}: {what}", done=int((number + percent / 100) * 100) // len(pieces))
        yield Part(found=_read(task, scan.xml), doing=doing, done=(number + 1) * 100 // len(pieces))


def _read(task: Task, xml: bytes) -> list[Found]:
    try:
        found = hosts.read(xml, hosts.neighbours())
    except BadOutput as no:
        raise CannotLook(str(no)) from no
    return [one for one in found if _is_ours(task, one)]


def _is_ours(task: Task, one: Found) -> bool:
    """What came back is checked, too: nmap may hear of others than it was asked for."""
    strange = [address for address in hosts.addresses_of(one) if not task.may_reach(address)]
    for address in strange:
        task.note(f"{address} answered, but lies outside of the networks that discovery may enter: it was left out.")
    return not strange


def _words(piece: list[str]) -> str:
    return piece[0] if len(piece) == 1 else f"{piece[0]} to {piece[-1]}"
