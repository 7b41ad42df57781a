import json
import socket

import pytest
from standardwebhooks import Webhook

from testing import make
from testing.mailbox import web_server
from watchkeep.duty.connections import life as connections
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.notify import life
from watchkeep.duty.notify.jobs import channels, lanes, web
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.rules import ways
from watchkeep.duty.notify.rules.attempts import Outcome
from watchkeep.kernel import outgoing
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.outgoing import BadAddress, lines


@pytest.fixture
def allowed():
    """An administrator who allows loopback."""
    AllowedNetwork.objects.create(network="127.0.0.0/8", reason="Our own hook")


def posted(hook, **more):
    endpoint = make.endpoint(hook.url, **more)
    life.try_endpoint(endpoint, by=CLOCK)
    row = Delivery.objects.get(endpoint=endpoint)
    return endpoint, row


def test_a_program_can_prove_who_sent_it(allowed):
    with web_server() as hook:
        endpoint, row = posted(hook)
        assert lanes.send_one(row.lane)
    path, headers, body = hook.posts[0]
    told = Webhook(endpoint.secret).verify(body, headers)
    assert (path, told["type"], headers["webhook-id"]) == ("/hook", "webhook.tested", str(row.mark))


def test_a_forged_payload_does_not_verify(allowed):
    with web_server() as hook:
        endpoint, row = posted(hook)
        lanes.send_one(row.lane)
    _, headers, body = hook.posts[0]
    with pytest.raises(Exception, match="signature"):
        Webhook(endpoint.secret).verify(body + b" ", headers)


def test_a_person_s_own_webhook_gets_the_message(allowed):
    ana = make.ana()
    with web_server() as hook:
        method = make.method(ana, "webhook", hook.url)
        life.notify(ana, fact_id=3, subject="Down", body="Look.", link="http://x/a/t", urgency="high")
        row = Delivery.objects.get(channel="webhook")
        lanes.send_one(row.lane)
    _, headers, body = hook.posts[0]
    assert Webhook(method.secret).verify(body, headers)["data"]["link"] == "http://x/a/t"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(204, Outcome.SENT), (302, Outcome.TRY_AGAIN), (410, Outcome.NEVER), (500, Outcome.TRY_AGAIN)],
)
def test_the_status_decides_and_redirects_are_not_followed(allowed, status, outcome):
    with web_server(status=status, headers_back={"Location": "http://127.0.0.1:1/"}) as hook:
        _, row = posted(hook)
        answer = channels.send(row)
    assert (answer.outcome, str(status) in answer.text) == (outcome, True)


def test_a_program_that_never_answers_is_cut_off(allowed, monkeypatch):
    monkeypatch.setattr(web, "WHOLE_SECONDS", 0.3)
    with web_server(wait=1.5) as hook:
        _, row = posted(hook)
        answer = channels.send(row)
    assert answer.outcome is Outcome.TRY_AGAIN


def test_a_paused_program_is_not_told(allowed):
    with web_server() as hook:
        endpoint, row = posted(hook)
        life.pause_endpoint(endpoint, by=CLOCK)
        lanes.send_one(row.lane)
    assert hook.posts == []


def test_our_own_network_is_closed_unless_an_administrator_opens_it():
    with web_server() as hook:
        _, row = posted(hook)
        lanes.send_one(row.lane)
        row.refresh_from_db()
        assert (hook.posts, row.state) == ([], "dead")
        assert "private network" in row.answer
        connections.allow_network(by=CLOCK, network="127.0.0.1", reason="Our own hook")
        life.resend(row, by=CLOCK)
        lanes.send_one(row.lane)
    assert len(hook.posts) == 1


def test_a_name_that_changes_its_mind_leads_nowhere(monkeypatch):
    """DNS rebinding: what was judged is what is connected to, and the name is asked once."""
    asked = []

    def resolver(host, *_args, **_more):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(asked) > 1 else "93.184.216.34", 80))]

    reached = []

    def connect(address, _timeout=None, **_more):
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(lines.socket, "getaddrinfo", resolver)
    monkeypatch.setattr(lines.socket, "create_connection", connect)
    way = ways.Way("endpoint", "web://rebind.example", "http://rebind.example/hook", "…")
    channels.send(make.delivery(endpoint=make.endpoint(way.address), way=way))
    assert (asked, reached) == (["rebind.example"], ["93.184.216.34"])


CLOSED = [
    "127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "::",
    "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "224.0.0.1",
    "::7f00:1", "::ffff:0:7f00:1", "fec0::1",
    "255.255.255.255", "198.18.0.1", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", CLOSED)
def test_private_places_are_closed(address):
    with pytest.raises(BadAddress):
        outgoing.pick("name.example", [address])


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_places_are_open(address):
    assert outgoing.pick("name.example", [address]) == address


def test_a_name_that_is_public_and_private_at_once_is_closed():
    with pytest.raises(BadAddress):
        outgoing.pick("name.example", ["93.184.216.34", "10.0.0.1"])


def test_a_network_or_a_host_can_be_allowed():
    allowed = outgoing.allowance(["10.1.0.0/16", "Hooks.Internal"])
    assert outgoing.pick("any.example", ["10.1.2.3"], allowed) == "10.1.2.3"
    assert outgoing.pick("hooks.internal", ["192.168.0.9"], allowed) == "192.168.0.9"
    with pytest.raises(BadAddress):
        outgoing.pick("any.example", ["10.2.2.3"], allowed)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://",
        "http://u:p@example.org/",
        "http://a b/",
        "gopher://x",
        "http://x:99999/",
    ],
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(BadAddress):
        outgoing.place_of(url)


def test_the_particulars_hold_the_fact_and_the_ticket(allowed):
    with web_server() as hook:
        make.endpoint(hook.url, kinds=("incident.opened",))
        incident = make.incident(title="Checkout is down")
        row = Delivery.objects.get(channel="endpoint")
        lanes.send_one(row.lane)
    told = json.loads(hook.posts[0][2])
    assert told["type"] == "incident.opened"
    assert told["data"]["ticket"]["number"] == incident.number
