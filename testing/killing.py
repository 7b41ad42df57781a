"""A process of its own that is killed with -9 when it has written everything and committed nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from testing.running import wait_for


def kill_amid(work: str, mark: Path, *arguments: object) -> None:
    """Let ``work``, a Python program, run on the test's database until it makes the file ``mark``, and kill it there.

    It is given the mark and the arguments; it has a minute.
    """
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    command = [sys.executable, "-c", work, str(mark), *map(str, arguments)]
    process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
    try:
        wait_for(mark.exists, 60)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
