"""The status page stays up when Watchkeep does not: an outage is announced, Watchkeep dies, another server shows it."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from testing.mailbox import Mailbox, free_port, mail_server
from testing.running import Lay, Running, processes_of, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow]


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
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.read().decode()
    except OSError:
        return ""


def to_kim(box: Mailbox, about: str = "") -> list[EmailMessage]:
    """What a customer was written, about this."""
    return [mail for mail in box.mails if "kim@" in str(mail["To"]) and about in str(mail["Subject"])]


def signed_in(running: Running) -> httpx.Client:
    """A manager before the console."""
    login = next(one for one in running.demo["logins"] if one["role"] == "manager")
    client = httpx.Client(base_url=running.url, timeout=20, follow_redirects=True)
    form = client.get("/login").text
    given = {"csrfmiddlewaretoken": token(form), "email": login["email"], "password": login["password"]}
    answer = client.post("/login", data=given, headers={"Referer": running.url})
    assert "/login" not in str(answer.url), answer.text
    return client


def token(page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def announce(client: httpx.Client) -> None:
    """Say that the checkout is partly down."""
    form = client.get("/announcements/new").text
    checkout = re.search(r'<label for="(?:id_)?(component_\d+)">Checkout', form)[1]
    given = {"title": "Payments fail", "body": "We look into it.", "phase": "investigating", checkout: "partial_outage"}
    given["csrfmiddlewaretoken"] = token(form)
    answer = client.post("/announcements/new", data=given, headers={"Referer": str(client.base_url)})
    assert answer.status_code == 200
    assert "Payments fail" in answer.text


def test_a_dead_watchkeep_still_tells_its_customers(inhabited: Lay):
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder, mail_server() as box:
        Path(folder).chmod(0o755)
        running = Running(inhabited(Path(folder) / "data"), WATCHKEEP_SMTP_URL=f"smtp://127.0.0.1:{box.port}").start()
        try:
            page = f"{running.url}/status/kestrel/"
            httpx.post(f"{page}subscribe.html", data={"address": "kim@shop.example"}, timeout=20)
            wait_for(lambda: to_kim(box))
            link = re.search(r"http\S+/confirm/\S+", to_kim(box)[0].get_body(("plain",)).get_content())[0]
            assert httpx.post(link, timeout=20).status_code == 200
            announce(signed_in(running))
            wait_for(lambda: to_kim(box, "Payments fail"))
            [news] = to_kim(box, "Payments fail")
            assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            copy = running.data / "status" / "public" / "kestrel"
            wait_for(lambda: "Payments fail" in (copy / "index.html").read_text())
            for process in processes_of(running.data):
                os.kill(int(process.split()[0]), signal.SIGKILL)
            wait_for(lambda: running.get() == 0)
            with plain_server(copy) as url:
                check(url)
        finally:
            running.stop()


def check(url: str) -> None:
    """What a customer reads there."""
    front = read(url)
    assert "Partial outage" in front
    assert "Payments fail" in front
    assert "Teilweise ausgefallen" in read(f"{url}de/index.html")
    summary = json.loads(read(f"{url}api/v2/summary.json"))
    assert "partial_outage" in {one["status"] for one in summary["components"]}
    assert "<feed" in read(f"{url}feed.atom")
    links = {link for link in re.findall(r'href="([^"]+)"', front) if ":" not in link}
    assert len(links) > 10
    assert [link for link in links if not read(url + link)] == []
