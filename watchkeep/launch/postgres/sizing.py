"""How much the database may take: settings by the memory that is there, calm on a laptop, useful on a server."""

import os
from pathlib import Path

MB = 1024 * 1024
CGROUP_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def memory() -> int:
    """Bytes of memory that we may use: the machine's, or the container's when that is less."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = [int(text) for text in map(_read, CGROUP_LIMITS) if text.isdigit()]
    return min([machine, *limits])


def settings(available: int) -> dict[str, str]:
    """Server settings for a machine of this many bytes that runs Watchkeep's web and worker as well.

    A query has no helpers: pages ask for many short ones at once, starting helpers takes longer than most of them
    do, and they would take the cores of others.
    """
    mb = available // MB
    return {
        "shared_buffers": f"{_within(mb // 8, 32, 4096)}MB",
        "effective_cache_size": f"{_within(mb // 2, 128, 65536)}MB",
        "work_mem": f"{_within(mb // 512, 4, 32)}MB",
        "maintenance_work_mem": f"{_within(mb // 32, 32, 1024)}MB",
        "max_connections": "200",
        "max_wal_size": f"{_within(mb // 4, 256, 4096)}MB",
        "random_page_cost": "1.1",
        "wal_compression": "on",
        "jit": "off",
        "max_parallel_workers_per_gather": "0",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] ",
    }


def throw_away() -> dict[str, str]:
    """Settings for a database that nobody will miss: nothing waits for the disk, nothing is kept for later."""
    return {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "autovacuum": "off",
    }


def _within(value: int, least: int, most: int) -> int:
    return max(least, min(most, value))


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
