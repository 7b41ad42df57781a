"""A small network of its own: hosts in network namespaces on one bridge, for tests that scan. Needs root on Linux."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = f"wk{os.getpid() % 100_000}"
AWAY: list[Host] = []
"""At which hosts something stands now."""
_NEW_NETWORK = 0x40000000
_SNMPD = """
agentAddress udp:161
rocommunity {community} default
sysName {name}
sysServices 6
createUser keeper SHA-256 "the-key-to-sign" AES "the-key-to-hide"
rouser keeper priv
"""


def can() -> bool:
    """Whether namespaces can be made here."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    name = f"{PREFIX}-try"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode == 0
    if made:
        _ip("netns", "del", name)
    return made


@dataclass
class Host:
    """One host: its name, address and hardware address, and what runs on it."""

    name: str
    address: str
    mac: str
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def space(self) -> str:
        """The name of its namespace."""
        return f"{PREFIX}-{self.name}"

    def start(self, *command: str) -> None:
        """Let a program run on it until the network is taken down."""
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.running.append(subprocess.Popen(["ip", "netns", "exec", self.space, *command], **quiet))

    def packets(self) -> int:
        """How many IP packets have reached it (RFC 4293, ipInReceives); asking who has an address is none."""
        told = subprocess.run(
            ["ip", "netns", "exec", self.space, "cat", "/proc/net/snmp"], capture_output=True, check=True, text=True
        )
        names, values = (line.split() for line in told.stdout.splitlines() if line.startswith("Ip:"))
        return int(values[names.index("InReceives")])


@contextlib.contextmanager
def network(*hosts: Host) -> Iterator[None]:
    """These hosts on one bridge, taken down afterwards with all that runs on them."""
    bridge = f"{PREFIX}-bridge"
    try:
        _ip("netns", "add", bridge)
        _within(bridge, "link", "add", "br0", "type", "bridge")
        _within(bridge, "link", "set", "br0", "up")
        for number, host in enumerate(hosts):
            _plug_in(bridge, host, f"p{number}")
        yield
    finally:
        for host in hosts:
            for program in host.running:
                program.kill()
                program.wait()
            subprocess.run(["ip", "netns", "del", host.space], capture_output=True, check=False)
        subprocess.run(["ip", "netns", "del", bridge], capture_output=True, check=False)


@contextlib.contextmanager
def standing_at(host: Host) -> Iterator[None]:
    """Whatever this thread opens or starts, it opens and starts at that host."""
    libc = ctypes.CDLL(None, use_errno=True)
    places = (Path("/proc/thread-self/ns/net"), Path("/var/run/netns") / host.space)
    with places[0].open() as home, places[1].open() as there:
        _set(libc, there.fileno())
        AWAY.append(host)
        try:
            yield
        finally:
            AWAY.remove(host)
            _set(libc, home.fileno())


@contextlib.contextmanager
def snmpd(host: Host, *lines: str, community: str = "secret-word") -> Iterator[None]:
    """Let Debian's snmpd answer at a host, with these lines in its configuration besides."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "snmpd.conf"
        config.write_text(_SNMPD.format(community=community, name=f"{host.name}.nordwind.example") + "\n".join(lines))
        env = ["env", f"SNMP_PERSISTENT_DIR={folder}", f"SNMPCONFPATH={folder}"]
        host.start(*env, "/usr/sbin/snmpd", "-f", "-Lf", f"{folder}/log", "-C", "-c", str(config), "-I", "-smux")
        time.sleep(0.8)
        yield


def _plug_in(bridge: str, host: Host, port: str) -> None:
    _ip("netns", "add", host.space)
    _ip("-n", bridge, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", host.space)
    _within(bridge, "link", "set", port, "master", "br0", "up")
    _within(host.space, "link", "set", "eth0", "address", host.mac)
    _within(host.space, "addr", "add", f"{host.address}/24", "dev", "eth0")
    _within(host.space, "link", "set", "lo", "up")
    _within(host.space, "link", "set", "eth0", "up")


def _within(space: str, *words: str) -> None:
    _ip("-n", space, *words)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _set(libc: ctypes.CDLL, place: int) -> None:
    if libc.setns(place, _NEW_NETWORK) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def commands(lines: Sequence[tuple[str, str, str]]) -> list[str]:
    """Lines of snmpd.conf that let it tell these names: (name, type, value)."""
    return [f"override {name} {kind} {value}" for name, kind, value in lines]
