"""What machines are asked: one query for each table that an inventory is made of, on the systems that have it."""

from __future__ import annotations

import msgspec

LINUX, WINDOWS, DARWIN = "linux", "windows", "darwin"
EVERYWHERE = frozenset({LINUX, WINDOWS, DARWIN})
LATE_BY = 1.5
"""A part that was not heard of for so many times as long as it should take is asked for without waiting for it."""
LONGEST_LINE = 4 * 2**20
"""Bytes of one line of the log: a list of software is one line."""


class Query(msgspec.Struct, frozen=True):
    """What is asked of a table, and which columns of the answer are kept. ``source`` is what follows FROM."""

    columns: tuple[str, ...]
    source: str
    platforms: frozenset[str] = EVERYWHERE
    is_software: bool = False

    @property
    def sql(self) -> str:
        """As osquery is asked."""
        return f"SELECT {', '.join(self.columns)} FROM {self.source};"  # noqa: S608  # both are constants of this page


QUERIES = {
    "system_info": Query(
        ("hostname", "uuid", "cpu_type", "cpu_brand", "cpu_physical_cores", "physical_memory", "hardware_vendor",
         "hardware_model", "hardware_serial"), "system_info"
    ),
    "os_version": Query(("name", "version", "platform"), "os_version"),
    "interface_addresses": Query(("interface", "address"), "interface_addresses"),
    "interface_details": Query(("interface", "mac"), "interface_details"),
    "deb_packages": Query(
        ("name", "version", "arch"), "deb_packages WHERE status = 'install ok installed'", frozenset({LINUX}),
        is_software=True,
    ),
    "rpm_packages": Query(
        ("name", "version", "release", "arch", "vendor"), "rpm_packages", frozenset({LINUX}), is_software=True
    ),
    "programs": Query(("name", "version", "publisher"), "programs", frozenset({WINDOWS}), is_software=True),
    "apps": Query(("name", "bundle_short_version"), "apps", frozenset({DARWIN}), is_software=True),
    "users": Query(
        ("username",),
        "users WHERE username IN (SELECT user FROM logged_in_users WHERE type IN ('user', 'active') "
        "ORDER BY time DESC LIMIT 1)",
    ),
}  # fmt: skip


def names(platform: str) -> list[str]:
    """The queries that a system can answer."""
    return [name for name, query in QUERIES.items() if platform in query.platforms]


def schedule(platform: str, *, hours: int) -> dict[str, object]:
    """The configuration of a node: every query as a snapshot, each so many hours."""
    asked = {name: {"query": QUERIES[name].sql, "interval": hours * 3600, "snapshot": True} for name in names(platform)}
    return {"options": {"logger_tls_max_linesize": LONGEST_LINE}, "schedule": asked}


def platform_of(told: str, system: str) -> str:
    """The system of a node, by the bits of its platform type, or else by the name of its system."""
    bits = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0
    if bits & 0x02 or (not bits and system == WINDOWS):
        return WINDOWS
    return DARWIN if bits & 0x10 or (not bits and system == DARWIN) else LINUX
