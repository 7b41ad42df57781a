"""A look by SNMP: devices a few at a time, each with its interfaces and what it connects to."""

from __future__ import annotations

from collections.abc import Generator

from watchkeep.doors.integrations.discovering.ports import Part, Task
from watchkeep.doors.integrations.network import asking, devices, hosts, targets

PORT = 161
AT_ONCE = 16
"""Devices that are asked at the same time."""


def look(task: Task) -> Generator[Part, None, None]:
    """Every device that answers. Who does not answer is not there, as far as SNMP can tell, and is not noted."""
    places = targets.places(task, usual_port=PORT)
    for at in range(0, len(places), AT_ONCE):
        task.check()
        some = places[at : at + AT_ONCE]
        yield Part(doing=some[0].address, done=at * 100 // len(places))
        told = asking.ask(some, task.settings, rate=task.rate, seconds=task.seconds_left)
        for note in (note for one in told for note in one.notes):
            task.note(note)
        known = hosts.neighbours()
        found = [devices.found(one, known, task.may_reach) for one in told if not one.is_silent]
        yield Part(found=found, doing=some[-1].address, done=min(100, (at + AT_ONCE) * 100 // len(places)))
