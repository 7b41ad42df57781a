"""Asking a device by SNMP, v2c or v3: some tables of it, and no more than was agreed to hold.

A device may lie, repeat itself or never end a walk (RFC 3416 asks that names grow): a walk ends where names no longer
grow, after so many rows, and after so long; what was read until then counts, and the run says why it ended.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pysnmp.hlapi.v3arch import asyncio as snmp

from watchkeep.doors.integrations.network.targets import Place
from watchkeep.estate.discovery.queries import SnmpScan

MOST_ROWS = 20_000
"""Rows of one column."""
MOST_SECONDS = 60.0
"""One device, all of it."""
AT_ONCE = 25
"""Rows asked for by one question."""
ANSWER_SECONDS, REPEATS = 2.0, 1

Oid = tuple[int, ...]
Column = dict[Oid, Any]
SYSTEM, ENTITY, INTERFACES = "1.3.6.1.2.1.1", "1.3.6.1.2.1.47.1.1.1.1", "1.3.6.1.2.1.2.2.1"
LLDP, CDP = "1.0.8802.1.1.2.1.4.1.1", "1.3.6.1.4.1.9.9.23.1.2.1.1"
OWN_PORTS = "1.0.8802.1.1.2.1.3.7.1"
COLUMNS = {
    "descr": f"{SYSTEM}.1", "object": f"{SYSTEM}.2", "name": f"{SYSTEM}.5", "services": f"{SYSTEM}.7",
    "part_class": f"{ENTITY}.5", "part_serial": f"{ENTITY}.11", "part_maker": f"{ENTITY}.12",
    "part_model": f"{ENTITY}.13", "part_software": f"{ENTITY}.10",
    "if_descr": f"{INTERFACES}.2", "if_type": f"{INTERFACES}.3", "if_mac": f"{INTERFACES}.6",
    "if_name": "1.3.6.1.2.1.31.1.1.1.1",
    "addresses": "1.3.6.1.2.1.4.20.1.2", "arp": "1.3.6.1.2.1.4.22.1.2",
    "bridge_port": "1.3.6.1.2.1.17.4.3.1.2", "bridge_if": "1.3.6.1.2.1.17.1.4.1.2",
    "own_kind": f"{OWN_PORTS}.2", "own_port": f"{OWN_PORTS}.3", "own_descr": f"{OWN_PORTS}.4",
    "lldp_kind": f"{LLDP}.4", "lldp_chassis": f"{LLDP}.5", "lldp_name": f"{LLDP}.9", "lldp_descr": f"{LLDP}.10",
    "port_kind": f"{LLDP}.6", "port_port": f"{LLDP}.7", "port_descr": f"{LLDP}.8",
    "lldp_address": "1.0.8802.1.1.2.1.4.2.1.3",
    "cdp_name": f"{CDP}.6", "cdp_platform": f"{CDP}.8", "cdp_address": f"{CDP}.4", "cdp_port": f"{CDP}.7",
}  # fmt: skip
"""What is asked for, by our own names: SNMPv2-MIB, ENTITY-MIB, IF-MIB, IP-MIB, BRIDGE-MIB, LLDP-MIB, CISCO-CDP-MIB."""
_AUTH = {
    "none": snmp.USM_AUTH_NONE, "md5": snmp.USM_AUTH_HMAC96_MD5, "sha": snmp.USM_AUTH_HMAC96_SHA,
    "sha256": snmp.USM_AUTH_HMAC192_SHA256, "sha512": snmp.USM_AUTH_HMAC384_SHA512,
}  # fmt: skip
_PRIVACY = {
    "none": snmp.USM_PRIV_NONE, "des": snmp.USM_PRIV_CBC56_DES, "aes": snmp.USM_PRIV_CFB128_AES,
    "aes256": snmp.USM_PRIV_CFB256_AES,
}  # fmt: skip


@dataclass
class Told:
    """What a device told: columns by our names, each from the rest of a name to its value. ``notes``: what was odd."""

    place: Place
    columns: dict[str, Column] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        """Whether it said nothing at all."""
        return not any(self.columns.values())


class Pace:
    """So many questions a second, and no more, for all devices together."""

    def __init__(self, rate: int) -> None:
        self._between, self._next = 1 / rate, 0.0

    async def wait(self) -> None:
        """Wait for one's turn."""
        now = time.monotonic()
        self._next = max(now, self._next + self._between)
        if self._next > now:
            await asyncio.sleep(self._next - now)


def ask(places: Sequence[Place], settings: SnmpScan, *, rate: int, seconds: float) -> list[Told]:
    """Ask these devices, all at once. None takes longer than was agreed, nor longer than is left."""
    return asyncio.run(_ask_all(places, settings, rate=rate, seconds=min(seconds, MOST_SECONDS)))


async def _ask_all(places: Sequence[Place], settings: SnmpScan, *, rate: int, seconds: float) -> list[Told]:
    engine, pace = snmp.SnmpEngine(), Pace(rate)
    try:
        return list(await asyncio.gather(*(_ask(engine, pace, one, settings, seconds) for one in places)))
    finally:
        engine.close_dispatcher()


async def _ask(engine: Any, pace: Pace, place: Place, settings: SnmpScan, seconds: float) -> Told:
    told = Told(place)
    try:
        async with asyncio.timeout(seconds):
            kind = snmp.Udp6TransportTarget if ":" in place.address else snmp.UdpTransportTarget
            target = await kind.create((place.address, place.port), timeout=ANSWER_SECONDS, retries=REPEATS)
            await _Walk(engine, pace, _who(settings), target, told).go()
    except TimeoutError:
        told.notes.append(f"{place.address} took longer than {seconds:.0f} seconds: what it had told by then counts.")
    except Exception as error:  # noqa: BLE001  # the library raises what a stranger's packet makes it raise
        told.notes.append(f"{place.address} answered what cannot be read: {type(error).__name__}.")
    return told


def _who(settings: SnmpScan) -> Any:
    if settings.version == "2c":
        return snmp.CommunityData(settings.community, mpModel=1)  # noqa: S508  # v2c, which whoever set the job up chose
    return snmp.UsmUserData(
        settings.user, authKey=settings.auth_key or None, privKey=settings.privacy_key or None,
        authProtocol=_AUTH[settings.auth], privProtocol=_PRIVACY[settings.privacy],
    )  # fmt: skip


class _Walk:
    """One device being asked, column after column."""

    def __init__(self, engine: Any, pace: Pace, who: Any, target: Any, told: Told) -> None:
        self.engine, self.pace, self.who, self.target, self.told = engine, pace, who, target, told

    async def go(self) -> None:
        for name, base in COLUMNS.items():
            self.told.columns[name] = {}
            if not await self._column(name, tuple(int(one) for one in base.split("."))):
                return

    async def _column(self, name: str, base: Oid) -> bool:
        """Read a column. False when the device does not answer, so that nothing more is asked."""
        at, read = base, self.told.columns[name]
        while len(read) < MOST_ROWS:
            rows = await self._next(at)
            if rows is None:
                return False
            for oid, value in rows:
                if oid[: len(base)] != base or value is None:
                    return True
                if oid <= at:
                    self._note(f"repeats itself at {'.'.join(map(str, oid))}: the walk was ended there")
                    return True
                at = oid
                read[oid[len(base) :]] = value
            if not rows:
                return True
        self._note(f"tells more than {MOST_ROWS} rows of {name}: the walk was ended there")
        return True

    async def _next(self, at: Oid) -> list[tuple[Oid, Any]] | None:
        await self.pace.wait()
        where = snmp.ObjectType(snmp.ObjectIdentity(at))
        failed, status, _index, rows = await snmp.bulk_cmd(
            self.engine, self.who, self.target, snmp.ContextData(), 0, AT_ONCE, where, lookupMib=False
        )
        if failed:
            if not self.told.is_silent:
                self._note(f"stopped answering: {str(failed)[:120]}")
            elif "timeout" not in str(failed).lower() and "no snmp response" not in str(failed).lower():
                self._note(f"refused: {str(failed)[:120]}")
            return None
        return [] if int(status) else [(tuple(oid), _plain(value)) for oid, value in rows]

    def _note(self, words: str) -> None:
        self.told.notes.append(f"{self.told.place.address} {words}.")


def _plain(value: Any) -> Any:
    """A value as bytes, number or text; None where there is none (RFC 3416: noSuchObject, endOfMibView)."""
    kind = type(value).__name__
    if kind in {"NoSuchObject", "NoSuchInstance", "EndOfMibView", "Null"}:
        return None
    if kind in {"ObjectIdentifier", "ObjectIdentity"}:
        return ".".join(map(str, tuple(value)))
    return bytes(value) if hasattr(value, "asOctets") else int(value)
