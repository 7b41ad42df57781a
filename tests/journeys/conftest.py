"""A first start takes its time; only those journeys that are about it make one."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from testing.running import Lay, Running


@pytest.fixture(scope="session")
def inhabited() -> Iterator[Lay]:
    """Lay a data directory in which the demo organisation lives already: made once, and copied."""
    with tempfile.TemporaryDirectory(prefix="watchkeep-demo-") as folder:
        Path(folder).chmod(0o755)
        first = Path(folder) / "data"
        with Running(first):
            pass

        def lay(data: Path) -> Path:
            subprocess.run(["cp", "-a", first, data], check=True)
            return data

        yield lay
