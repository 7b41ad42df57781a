"""Logs that never fill the disk: a long one is set aside once, and begun again."""

import contextlib
import shutil
from pathlib import Path

LONGEST = 20 * 1024 * 1024  # bytes


def keep_short(folder: Path) -> None:
    """Set long logs aside. Writers append, so that they go on at the new beginning."""
    for log in folder.glob("*.log"):
        with contextlib.suppress(OSError):
            if log.stat().st_size > LONGEST:
                shutil.copyfile(log, log.with_suffix(".log.1"))
                log.with_suffix(".log.1").chmod(0o600)
                with log.open("r+b") as file:
                    file.truncate(0)
