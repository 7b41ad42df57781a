"""Small programs that stand for large ones: each is a process of its own, spoken to over HTTP and played by a test."""

import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, TypeVar

from testing.mailbox import free_port
from testing.running import wait_for

ROOT = Path(__file__).resolve().parent.parent
Json = dict[str, Any]


class Pretender(BaseHTTPRequestHandler):
    """Answers in JSON, one request after the other, and says nothing on its own."""

    guard = threading.Lock()

    def do_GET(self) -> None:
        """Read something."""
        self.answer("GET")

    def do_POST(self) -> None:
        """Make something."""
        self.answer("POST")

    def do_DELETE(self) -> None:
        """Take something away."""
        self.answer("DELETE")

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""

    def answer(self, method: str) -> None:
        """Find out what was asked, and send what is to be said."""
        raise NotImplementedError

    @property
    def body(self) -> bytes:
        """What came with the request."""
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def send(self, status: int, said: Json) -> None:
        """Say it."""
        text = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


class Played:
    """Such a program from a test's side: everything goes over HTTP, to another process."""

    def __init__(self, url: str) -> None:
        self.url = url

    def play(self, what: str, **given: Any) -> Json:
        """Do something as a user would, or look."""
        body, headers = json.dumps(given).encode(), {"Content-Type": "application/json"}
        with urllib.request.urlopen(
            urllib.request.Request(f"{self.url}/play/{what}", body, headers), timeout=20
        ) as got:
            return json.load(got)  # type: ignore[no-any-return]


P = TypeVar("P", bound=Played)


@contextmanager
def beside(module: str, kind: type[P]) -> Iterator[P]:
    """Start it as a process of its own, and stop it at the end."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-m", module, "--port", str(port)], cwd=ROOT) as process:
        try:
            played = kind(f"http://127.0.0.1:{port}")
            wait_for(lambda: _is_up(played), 20)
            yield played
        finally:
            process.kill()


def _is_up(played: Played) -> bool:
    try:
        return bool(played.play("seen"))
    except OSError:
        return False
