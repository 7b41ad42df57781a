import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import OperationalError

from testing import make
from watchkeep.demo import outage, regions
from watchkeep.demo.shop import Shop
from watchkeep.demo.watcher import Watcher


@pytest.fixture
def shop():
    one = Shop()
    one.open()
    yield one
    one.kill()


@pytest.fixture
def webhook():
    heard = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(202)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/ingest/alertmanager", heard
    server.shutdown()
    server.server_close()


def until(condition, seconds=8.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_a_shop_that_dies_is_told_once_and_again_when_it_is_back(shop, webhook, monkeypatch):
    monkeypatch.setattr("watchkeep.demo.watcher.INTERVAL_SECONDS", 0.05)
    address, heard = webhook
    watcher = Watcher(target=shop.url, webhook=address, key="k")
    watcher.start()
    assert until(lambda: watcher.is_up)
    shop.kill()
    assert until(lambda: len(heard) == 1)
    time.sleep(0.3)
    shop.open()
    assert until(lambda: len(heard) == 2)
    watcher.stop()
    (key, firing), (_, resolved) = heard
    assert key == "Bearer k"
    assert (firing["status"], resolved["status"]) == ("firing", "resolved")
    assert firing["alerts"][0]["fingerprint"] == resolved["alerts"][0]["fingerprint"]
    assert resolved["alerts"][0]["startsAt"] == firing["alerts"][0]["startsAt"] < resolved["alerts"][0]["endsAt"]


def test_a_performance_that_is_broken_off_leaves_no_alert_burning(shop, webhook, monkeypatch):
    monkeypatch.setattr("watchkeep.demo.watcher.INTERVAL_SECONDS", 0.05)
    address, heard = webhook
    watcher = Watcher(target=shop.url, webhook=address, key="k")
    watcher.start()
    assert until(lambda: watcher.is_up)
    shop.kill()
    assert until(lambda: watcher.is_up is False)
    regions.leave(shop, watcher)
    assert [body["status"] for _, body in heard] == ["firing", "resolved"]


def test_an_instance_that_is_stopped_meanwhile_is_said_in_words(monkeypatch):
    def gone(*_):
        raise OperationalError("terminating connection due to administrator command")

    said = []
    monkeypatch.setattr(outage.Story, "tell", gone)
    facts = {"keys": {"alertmanager": "k"}}
    assert outage.play(url="http://127.0.0.1:1", facts=facts, say=said.append) == 1
    assert "does not answer any more (terminating connection" in said[-1]


def test_an_older_incident_that_may_stand_in_the_way_is_named():
    assert outage._wish() == "an incident opens"
    older = make.incident(service=make.service("Web shop"))
    assert older.number in outage._wish()
