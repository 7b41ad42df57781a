"""A look at certificates alone: places that are named, a few at a time."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from watchkeep.doors.integrations.discovering.ports import Part, Task
from watchkeep.doors.integrations.network import certificates, targets
from watchkeep.doors.integrations.network.certificates import Shown
from watchkeep.doors.integrations.network.targets import Place
from watchkeep.estate.discovery.models import Found

AT_ONCE = 32


def look(task: Task) -> Generator[Part, None, None]:
    """Every certificate that is shown. A host that was named by its full name is what it protects."""
    places = targets.places(task, usual_port=task.settings.port)
    for at in range(0, len(places), AT_ONCE):
        task.check()
        some = places[at : at + AT_ONCE]
        yield Part(doing=some[0].address, done=at * 100 // len(places))
        told = certificates.ask(some, task.seconds_left)
        for one in told:
            if not one.chain:
                task.note(f"{one.place.name or one.place.address}:{one.place.port} shows no certificate: {one.why}.")
        yield Part(found=list(_found(told)), doing=some[-1].address, done=min(100, (at + AT_ONCE) * 100 // len(places)))


def _found(told: list[Shown]) -> Iterator[Found]:
    """Certificates, and the hosts that were named, each with what protects it."""
    by_name: dict[str, list[Shown]] = {}
    for one in told:
        by_name.setdefault(one.place.name, []).append(one)
    seen: dict[str, Found] = {}
    for several in by_name.values():
        host = _host(several[0].place)
        tied, shown = certificates.protecting(host or Found(key=""), several)
        seen |= {one.certificate: one for one in shown}
        if host:
            yield tied
    yield from seen.values()


def _host(place: Place) -> Found | None:
    name, _, domain = place.name.partition(".")
    if not domain:
        return None
    return Found(key=place.name, name=name, domain=domain, attributes={"ips": [place.address]}, is_partial=True)
