"""The PagerDuty client from PyPI, as it is, pointed at Watchkeep: the alert, the incident, the recovery, a change.

It insists on https: a certificate of our own making stands before Watchkeep, and the client is told to trust it.
"""

import asyncio
import contextlib
import os
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import trustme

from testing.running import Lay, Running, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow]

SPEAK = """
import sys
from pagerduty import EventsApiV2Client
client = EventsApiV2Client(sys.argv[1], base_url=sys.argv[2])
key = client.trigger("Disk almost full on ams-db-01", "ams-db-01", severity="critical",
    custom_details={"free": "3%"}, links=[{"href": "https://grafana.example.net/d/disk", "text": "Dashboard"}])
"""
STORY = {
    "trigger": SPEAK + "print(key)",
    "whole": SPEAK + "client.acknowledge(key); client.resolve(key); print(key)",
    "own key": SPEAK + "print(client.trigger('Again', 'db', dedup_key='srv/disk'))",
    # The client's own timestamp is broken in 7.2 (it asks datetime for a timezone), so one is given.
    "change": SPEAK + "client.submit('Shop 4.2 is live', source='ci', timestamp='2026-11-23T20:00:00Z'); print(key)",
}


@pytest.fixture(scope="module")
def instance(inhabited: Lay) -> Iterator[Running]:
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder:
        Path(folder).chmod(0o755)
        with Running(inhabited(Path(folder) / "data")) as running:
            yield running


@pytest.fixture(scope="module")
def https(instance: Running) -> Iterator[tuple[str, str]]:
    """An address with TLS before the instance, and the file of the authority that vouches for it."""
    authority = trustme.CA()
    with authority.cert_pem.tempfile() as trusted, tls_before(instance.url, authority) as address:
        yield address, trusted


def speak(instance: Running, https: tuple[str, str], story: str, key: str = "") -> subprocess.CompletedProcess[str]:
    """Let the client speak, in a process of its own."""
    address, trusted = https
    arguments = [key or instance.demo["keys"]["events"], address]
    return subprocess.run(
        [sys.executable, "-c", STORY[story], *arguments],
        env=os.environ | {"SSL_CERT_FILE": trusted},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def rows(instance: Running, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(instance.facts["database_url"]) as line:
        return line.execute(query, values).fetchall()


ALERT = """
SELECT a.status, t.state, a.labels->>'free' FROM detection_alert a LEFT JOIN tickets_ticket t ON t.id = a.incident_id
WHERE a.key = %s
"""


def test_an_alert_of_the_client_becomes_an_incident(instance, https):
    done = speak(instance, https, "trigger")
    assert done.returncode == 0, done.stderr
    key = done.stdout.strip()
    wait_for(lambda: rows(instance, ALERT, key), 20)
    ((status, state, free),) = rows(instance, ALERT, key)
    assert (status, free) == ("firing", "3%")
    assert state is not None


def test_acknowledge_and_resolve_reach_the_alert(instance, https):
    done = speak(instance, https, "whole")
    assert done.returncode == 0, done.stderr
    key = done.stdout.strip()
    wait_for(lambda: [row[0] for row in rows(instance, ALERT, key)] == ["resolved"], 20)


def test_a_key_of_the_clients_own_comes_back_to_it(instance, https):
    assert speak(instance, https, "own key").stdout.strip() == "srv/disk"


def test_a_change_is_on_record(instance, https):
    done = speak(instance, https, "change")
    assert done.returncode == 0, done.stderr
    wait_for(lambda: rows(instance, "SELECT 1 FROM detection_change WHERE summary = 'Shop 4.2 is live'"), 20)


def test_a_wrong_key_is_said_in_words_that_the_client_understands(instance, https):
    done = speak(instance, https, "trigger", key="0" * 32)
    assert done.returncode != 0
    assert "400" in done.stderr


@contextlib.contextmanager
def tls_before(url: str, authority: trustme.CA) -> Iterator[str]:
    """Take TLS on a free port of the loopback and pass everything on; yields the address."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    behind = urlsplit(url)
    loop = asyncio.new_event_loop()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection(behind.hostname, behind.port)
        with contextlib.suppress(OSError, ssl.SSLError):
            await asyncio.gather(pour(reader, outer), pour(inner, writer))

    server = loop.run_until_complete(asyncio.start_server(pass_on, "127.0.0.1", 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield f"https://localhost:{server.sockets[0].getsockname()[1]}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join(timeout=10)


async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Everything from one end to the other."""
    while part := await reader.read(65536):
        writer.write(part)
        await writer.drain()
    writer.close()
