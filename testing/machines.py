"""Real things on loopback for actions to act on: a web service, an SSH server, an Ansible project, a database."""

import contextlib
import getpass
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from testing import debian
from testing.mailbox import free_port

SSHD = debian.found("sshd")


@dataclass
class Asked:
    """One request that a web service was sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class WebService:
    """A web service that keeps what it is asked, and answers ``status`` and ``answer`` after ``wait`` seconds.

    As long as there are ``answers``, each of them is given once instead.
    """

    url: str = ""
    status: int = 200
    answer: str = "fine"
    wait: float = 0.0
    answers: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


@contextlib.contextmanager
def web_service(**more: Any) -> Iterator[WebService]:
    """A web service on loopback, for as long as the block lasts."""
    service = WebService(**more)

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            service.asked.append(Asked(self.command, self.path, headers, body))
            time.sleep(service.wait)
            with contextlib.suppress(OSError):
                self.send_response(service.status)
                self.end_headers()
                said = service.answers.pop(0) if service.answers else service.answer
                self.wfile.write(said.encode())

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815  # their names

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_address[1]}/api"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Machine:
    """A machine that lets in whoever holds ``key``; ``host_key`` is its own, as ssh-keyscan prints it."""

    port: int
    user: str
    key: str
    host_key: str
    folder: Path

    @property
    def given(self) -> dict[str, Any]:
        """How a connection is told of it."""
        return {
            "host": "127.0.0.1", "port": self.port, "user": self.user, "key": self.key, "host_key": self.host_key,
        }  # fmt: skip


@contextlib.contextmanager
def ssh_machine(folder: Path) -> Iterator[Machine]:
    """A real sshd with keys of its own, for as long as the block lasts. Skips where there is none, but for CI."""
    if SSHD is None:
        if os.environ.get("CI") == "true":
            pytest.fail("sshd is missing: apt-get install openssh-server")
        pytest.skip("sshd is missing: apt-get install openssh-server")
    host, mine = _new_key(folder / "host"), _new_key(folder / "mine")
    authorised = folder / "authorised"
    authorised.write_text((folder / "mine.pub").read_text())
    port = free_port()
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder / 'host'}\nPidFile none\nUsePAM no\nStrictModes no\n"
        f"AuthorizedKeysFile {authorised}\nPasswordAuthentication no\nPermitRootLogin yes\nLogLevel ERROR\n"
    )
    Path("/run/sshd").mkdir(exist_ok=True) if os.geteuid() == 0 else None
    server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / "sshd_config")], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield Machine(port, getpass.getuser(), mine, host, folder)
    finally:
        server.terminate()
        server.wait()


def database_url() -> str:
    """The address of the test's own database, as a connection is told of it."""
    own = connection.settings_dict
    user, password = (quote(own[name] or "", safe="") for name in ("USER", "PASSWORD"))
    host = own["HOST"] if not str(own["HOST"]).startswith("/") else "127.0.0.1"
    return f"postgresql://{user}:{password}@{host}:{own['PORT'] or 5432}/{own['NAME']}"


def _new_key(path: Path) -> str:
    """A throw-away key: the private half; for the host its public line."""
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)]
    subprocess.run(command, check=True)
    return (path.with_suffix(".pub") if path.name == "host" else path).read_text()


def _wait_for(port: int) -> None:
    ends_at = time.monotonic() + 10
    while time.monotonic() < ends_at:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.05)
    raise TimeoutError("sshd did not start")
