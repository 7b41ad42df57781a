"""The status page stays up when Watchkeep does not: an outage is announced, Watchkeep dies, others show it."""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer

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


@contextmanager
def cloud() -> Iterator[Any]:
    """A bucket of ours in a store that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    keys = {"aws_access_key_id": "AKIA", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    bucket = boto3.resource("s3", endpoint_url=address, **keys).Bucket("status")
    bucket.create()
    try:
        yield bucket
    finally:
        server.stop()


def lying_in(bucket: Any, name: str) -> str:
    """What lies there under a name; nothing when there is no such file."""
    found = [one.get()["Body"].read().decode() for one in bucket.objects.filter(Prefix=name) if one.key == name]
    return "".join(found)


def copy_to(client: httpx.Client, bucket: Any) -> None:
    """Let the page be copied to a bucket as well."""
    place = re.search(r"/settings/status-pages/\d+", client.get("/settings/status-pages").text)[0]
    form = client.get(f"{place}/copies/add")
    given = {
        "bucket": bucket.name,
        "endpoint": bucket.meta.client.meta.endpoint_url,
        "access_key": "AKIA",
        "secret_key": "secret",
    }
    sent = given | written_in(form)
    assert client.post(f"{place}/copies/add", data=sent, headers={"Referer": str(client.base_url)}).status_code == 200


def test_a_dead_watchkeep_still_tells_its_customers(inhabited: Lay):
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder, mail_server() as box, cloud() as bucket:
        Path(folder).chmod(0o755)
        around = {"WATCHKEEP_SMTP_URL": f"smtp://127.0.0.1:{box.port}", "WATCHKEEP_OUTGOING_ALLOW": "127.0.0.0/8"}
        running = Running(inhabited(Path(folder) / "data"), **around).start()
        try:
            page = f"{running.url}/status/kestrel/"
            httpx.post(f"{page}subscribe.html", data={"address": "kim@shop.example"}, timeout=20)
            wait_for(lambda: to_kim(box))
            link = re.search(r"http\S+/confirm/\S+", to_kim(box)[0].get_body(("plain",)).get_content())[0]
            assert httpx.post(link, timeout=20).status_code == 200
            copy_to(signed_in(running, "administrator"), bucket)
            announce(signed_in(running, "manager"))
            wait_for(lambda: to_kim(box, "Payments fail"))
            [news] = to_kim(box, "Payments fail")
            assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            copy = running.data / "status" / "public" / "kestrel"
            wait_for(lambda: "Payments fail" in (copy / "index.html").read_text())
            wait_for(lambda: "Payments fail" in lying_in(bucket, "index.html"))
            running.kill()
            assert "partial_outage" in lying_in(bucket, "api/v2/summary.json")
            assert "Teilweise ausgefallen" in lying_in(bucket, "de/index.html")
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
