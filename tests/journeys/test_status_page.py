"""The status page stays up when Watchkeep does not: an outage is announced, Watchkeep dies, another server shows it."""

import json
import re
import tempfile
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from testing.mailbox import Mailbox, mail_server
from testing.running import Lay, Running, wait_for
from testing.visiting import plain_server, read, signed_in, written_in

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def to_kim(box: Mailbox, about: str = "") -> list[EmailMessage]:
    """What a customer was written, about this."""
    return [mail for mail in box.mails if "kim@" in str(mail["To"]) and about in str(mail["Subject"])]


def announce(client: httpx.Client) -> None:
    """Say that the checkout is partly down."""
    form = client.get("/announcements/new")
    checkout = re.search(r'<label for="(?:id_)?(component_\d+)">Checkout', form.text)[1]
    given = {"title": "Payments fail", "body": "We look into it.", "phase": "investigating", checkout: "partial_outage"}
    answer = client.post("/announcements/new", data=given | written_in(form), headers={"Referer": str(client.base_url)})
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
            announce(signed_in(running, "manager"))
            wait_for(lambda: to_kim(box, "Payments fail"))
            [news] = to_kim(box, "Payments fail")
            assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            copy = running.data / "status" / "public" / "kestrel"
            wait_for(lambda: "Payments fail" in (copy / "index.html").read_text())
            running.kill()
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
