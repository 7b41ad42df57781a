"""The web server: gunicorn keeps processes of uvicorn; one port for pages, alerts and live streams."""

import http.client
import os
import socket

from watchkeep.launch import surroundings

CONNECTIONS = 4096
SECONDS_TO_END = 6
SECONDS_BETWEEN_REQUESTS = 75
SECONDS_OF_SILENCE = 60


def command(host: str, port: int) -> list[str]:
    """How the web server is started. The program is read once and forked; a process that hangs is replaced."""
    workers = str(surroundings.told().web_workers or min(4, os.cpu_count() or 1))
    return surroundings.python(
        "gunicorn",
        *("--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}", "--backlog", str(CONNECTIONS)),
        *("--workers", workers, "--preload", "--worker-class", "watchkeep.config.server.Worker"),
        *("--graceful-timeout", str(SECONDS_TO_END), "--timeout", str(SECONDS_OF_SILENCE)),
        *("--keep-alive", str(SECONDS_BETWEEN_REQUESTS), "--log-level", "warning", "--no-control-socket"),
        "watchkeep.config.asgi:app",
    )


def answers(host: str, port: int) -> bool:
    """Whether the server is up. Not whether all is ready: a worker is started only afterwards."""
    return 0 < _status_of("/healthz", host, port) < http.HTTPStatus.INTERNAL_SERVER_ERROR


def is_ready(host: str, port: int) -> bool:
    """Whether requests and jobs are served, as whoever stands before us would ask."""
    return _status_of("/readyz", host, port) == http.HTTPStatus.OK


def _status_of(path: str, host: str, port: int) -> int:
    """What the server answers; 0 when nobody does."""
    where = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- read, not bound
    connection = http.client.HTTPConnection(where, port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def visible_address(host: str, port: int) -> str:
    """The address to open in a browser."""
    name = socket.getfqdn() if host in {"0.0.0.0", "::"} else host  # noqa: S104 -- read, not bound
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"
