"""Those who come to a real instance from outside: somebody signed in without a browser, and a web server beside it."""

import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from testing.mailbox import free_port
from testing.running import Running, wait_for


def signed_in(running: Running, role: str) -> httpx.Client:
    """Somebody of the demo organisation with this role, before the console."""
    login = next(one for one in running.demo["logins"] if one["role"] == role)
    client = httpx.Client(base_url=running.url, timeout=20, follow_redirects=True)
    given = {"email": login["email"], "password": login["password"]}
    answer = client.post("/login", data=given | written_in(client.get("/login")), headers={"Referer": running.url})
    assert "/login" not in str(answer.url), answer.text
    return client


def written_in(page: httpx.Response) -> dict[str, str]:
    """What a form on this page must send along."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert found, page.text
    return {"csrfmiddlewaretoken": found[1]}


def asked(client: httpx.Client, method: str, path: str, **more: Any) -> Any:
    """Ask the API as whoever is signed in; what it answered. Every edit is made from what stands there."""
    token = written_in(client.get("/profile"))["csrfmiddlewaretoken"]
    headers = {"X-CSRFToken": token, "Referer": str(client.base_url), "If-Match": "*"}
    answer = client.request(method, f"/api/v1{path}", headers=headers, **more)
    assert answer.is_success, answer.text
    return answer.json()


@contextmanager
def plain_server(folder: Path) -> Iterator[str]:
    """A web server that knows nothing of Watchkeep."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(lambda: read(f"http://127.0.0.1:{port}/"))
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.kill()


def read(url: str) -> str:
    """What stands at an address; nothing when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""
