"""A web shop that can really die: an HTTP server in a process of its own."""

import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Shop:
    """The shop as seen from outside: a process, a port, and nothing to ask politely."""

    def __init__(self) -> None:
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where customers would go."""
        return f"http://127.0.0.1:{self.port}/"

    def open(self) -> None:
        """Start it; after the first time on the same port. Returns when it listens."""
        command = [sys.executable, "-P", __file__, str(self.port)]  # needs nothing of the package
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own module
        line = self._process.stdout.readline() if self._process.stdout else ""
        self.port = json.loads(line)["port"]

    def kill(self) -> None:
        """Kill it as a crash would: no goodbye."""
        if self._process:
            self._process.kill()
            self._process.wait()
            if self._process.stdout:
                self._process.stdout.close()
            self._process = None


class _Counter(BaseHTTPRequestHandler):
    """Every page of the shop says the same, in a way that Prometheus can read as well."""

    def do_GET(self) -> None:  # the server asks for this name
        """Serve a customer."""
        body = b"# Kestrel Outfitters\nshop_open 1\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: Any) -> None:
        """Say nothing: the story is told elsewhere."""


def main(port: int) -> None:
    """Serve on this port, or on a free one, until killed."""
    ThreadingHTTPServer.allow_reuse_address = True
    server = ThreadingHTTPServer(("127.0.0.1", port), _Counter)
    sys.stdout.write(json.dumps({"port": server.server_port}) + "\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
