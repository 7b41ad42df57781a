"""A network scan: piece by piece, each whole or not at all; what may not be contacted is left out twice."""

from __future__ import annotations

from collections.abc import Generator

from watchkeep.doors.integrations.discovering.ports import CannotLook, Part, Task
from watchkeep.doors.integrations.network import certificates, hosts, nmap, targets
from watchkeep.doors.integrations.network.certificates import Shown
from watchkeep.doors.integrations.network.hosts import BadOutput
from watchkeep.doors.integrations.network.targets import Place
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
        found = _read(task, scan.xml)
        if task.settings.certificates:
            found = _protected(task, found, hosts.tls_ports(scan.xml))
        yield Part(found=found, doing=doing, done=(number + 1) * 100 // len(pieces))


def _protected(task: Task, found: list[Found], ports: dict[str, list[int]]) -> list[Found]:
    """The hosts with what they show at their open ports that speak TLS, and what they show."""
    places = {
        Place(address, _name(one), port): number
        for number, one in enumerate(found) for address in hosts.addresses_of(one) for port in ports.get(address, ())
    }  # fmt: skip
    told: dict[int, list[Shown]] = {number: [] for number in range(len(found))}
    for shown in certificates.ask(places, task.seconds_left) if places else ():
        told[places[shown.place]].append(shown)
    task.check()
    tied = [certificates.protecting(one, told[number]) for number, one in enumerate(found)]
    seen = {one.certificate: one for _host, shown in tied for one in shown}
    return [*(host for host, _shown in tied), *seen.values()]


def _name(one: Found) -> str:
    return f"{one.name}.{one.domain}" if one.domain else ""


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
