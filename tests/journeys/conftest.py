"""A first start takes its time; only those journeys that are about it make one."""

import fcntl
import os
import subprocess
from pathlib import Path

import pytest

from testing.running import Lay, Running


@pytest.fixture(scope="session")
def inhabited() -> Lay:
    """Lay a data directory in which the demo organisation lives already: made once for all processes, and copied."""
    folder = Path(os.environ["WATCHKEEP_DATA"]) / "inhabited"  # goes with the tests' own database
    folder.mkdir(exist_ok=True)
    first = folder / "data"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not first.exists():
            with Running(folder / "part").start(patience=300) as running:
                running.settle()  # what the demo gives to do is done once, and not again in every copy
            (folder / "part").rename(first)

    def lay(data: Path) -> Path:
        subprocess.run(["cp", "-a", first, data], check=True)
        return data

    return lay
