"""What the processes of an instance are started with: the interpreter, the environment, the addresses."""

import os
import socket
import sys
from collections.abc import Mapping

from watchkeep.launch.folders import PACKAGE, Folders, clone_root

SETTINGS = "watchkeep.config.settings"
FIRST_PORT = 8000


def python(*arguments: str) -> list[str]:
    """This interpreter, deaf to modules that happen to lie in the current folder."""
    return [sys.executable, "-P", "-m", *arguments]


def environment(folders: Folders, *, database_url: str, base_url: str = "") -> dict[str, str]:
    """The environment of web and worker: ours, plus what only the launcher knows."""
    told = {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "PYTHONUNBUFFERED": "1",
        "WATCHKEEP_DATA": str(folders.home),
    }
    if base_url:
        told["WATCHKEEP_BASE_URL"] = base_url
    if clone_root():
        told["PYTHONPATH"] = os.pathsep.join(filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH")]))
    return os.environ | told


def external_database(env: Mapping[str, str] = os.environ) -> str:
    """The address of a PostgreSQL that is not ours to start, if one is named."""
    return env.get("DATABASE_URL", "")


def free_web_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on."""
    for port in (*range(wanted, wanted + 100), 0):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return wanted


def wanted_host() -> str:
    """Where to listen: this machine only, unless told otherwise."""
    return os.environ.get("WATCHKEEP_HOST", "127.0.0.1")


def wanted_port() -> int:
    """The first port to try."""
    return int(os.environ.get("WATCHKEEP_PORT") or FIRST_PORT)
