"""What the processes of an instance are started with: the interpreter, the environment, the addresses."""

import os
import random
import socket
import sys

from watchkeep.config import env
from watchkeep.config.env import Env
from watchkeep.launch.folders import PACKAGE, Folders, clone_root
from watchkeep.launch.words import CannotGoOn

LANES = ("mail", "sorting")
"""What is given a worker of its own beside a listener: taking mail in, and sorting it."""

EAR = "WATCHKEEP_READY_FD"
"""Names the pipe on which a worker tells the launcher how far it is, in these words."""
PREPARED, READY = b"p", b"r"
LOG = "WATCHKEEP_LOG"
"""Names the file into which a worker writes once everything is prepared."""

SETTINGS = "watchkeep.config.settings"

QUIET_PORTS = range(20_000, 32_768)
"""Where a port of nobody's choice is looked for: below those that Linux lends to outgoing connections."""


def python(*arguments: str) -> list[str]:
    """This interpreter, deaf to modules that happen to lie in the current folder."""
    return [sys.executable, "-P", "-m", *arguments]


def environment(folders: Folders, *, database_url: str, base_url: str = "") -> dict[str, str]:
    """The environment of web and worker: ours, plus what only the launcher knows."""
    added = {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "PYTHONUNBUFFERED": "1",
        "WATCHKEEP_DATA": str(folders.home),
    }
    if base_url:
        added["WATCHKEEP_BASE_URL"] = base_url
    if clone_root():
        added["PYTHONPATH"] = os.pathsep.join(filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH")]))
    return os.environ | added


def external_database() -> str:
    """The address of a PostgreSQL that is not ours to start, if one is named."""
    return os.environ.get("DATABASE_URL", "")


def free_web_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on; with 0, any one that stays free until it is used."""
    for port in (*(range(wanted, wanted + 100) if wanted else random.sample(QUIET_PORTS, 100)), 0):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return wanted


def told() -> Env:
    """What the environment decides. Raises CannotGoOn, naming the variable, when a value does not fit."""
    try:
        return env.read()
    except ValueError as error:
        raise CannotGoOn(f"{error}.") from error
