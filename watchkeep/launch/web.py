"""The web server: granian, one port for pages, alerts and live streams."""

import http.client
import os
import socket

from watchkeep.launch import surroundings

CONNECTIONS = 4096
SECONDS_FOR_OPEN_STREAMS = 5


def command(host: str, port: int) -> list[str]:
    """How the web server is started. Open streams never end by themselves, hence the kill timeout."""
    workers = str(surroundings.told().web_workers or min(4, os.cpu_count() or 1))
    return surroundings.python(
        "granian",
        *("--interface", "asgi", "--host", host, "--port", str(port)),
        *("--workers", workers, "--respawn-failed-workers"),
        *("--workers-kill-timeout", str(SECONDS_FOR_OPEN_STREAMS)),
        *("--backlog", str(CONNECTIONS), "--backpressure", str(CONNECTIONS)),
        *("--log-level", "warning", "--no-access-log"),
        "watchkeep.config.asgi:app",
    )


def answers(host: str, port: int) -> bool:
    """Whether the server is up. Not whether all is ready: a worker is started only afterwards."""
    where = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- read, not bound
    connection = http.client.HTTPConnection(where, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def visible_address(host: str, port: int) -> str:
    """The address to open in a browser."""
    name = socket.getfqdn() if host in {"0.0.0.0", "::"} else host  # noqa: S104 -- read, not bound
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"
