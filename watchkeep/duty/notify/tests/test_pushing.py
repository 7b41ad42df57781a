"""Web push against a receiver that does what a browser does: check the signature, decrypt (RFC 8291, section 3)."""

import base64
import json
import struct

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from testing import make
from testing.mailbox import web_server
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.jobs import lanes
from watchkeep.duty.notify.models import ContactMethod, Delivery
from watchkeep.duty.notify.rules import pushing
from watchkeep.estate.people.queries import actor_for
from watchkeep.kernel.errors import Refused

POINT = (Encoding.X962, PublicFormat.UncompressedPoint)


class Browser:
    """One that has subscribed to pushes at an address."""

    def __init__(self, endpoint):
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), b"sixteen bytes ok"
        self.public = self.key.public_key().public_bytes(*POINT)
        keys = {"p256dh": shown(self.public), "auth": shown(self.auth)}
        self.subscription = json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys})

    def read(self, sealed):
        """Decrypt what came."""
        salt, length = sealed[:16], sealed[20]
        theirs, text = sealed[21 : 21 + length], sealed[21 + length :]
        assert struct.unpack("!L", sealed[16:20]) == (4096,)
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        secret = derived(32, self.auth, b"WebPush: info\0" + self.public + theirs, shared)
        key = derived(16, salt, b"Content-Encoding: aes128gcm\0", secret)
        plain = AESGCM(key).decrypt(derived(12, salt, b"Content-Encoding: nonce\0", secret), text, None)
        assert plain.endswith(b"\x02")
        return json.loads(plain[:-1])


def shown(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def derived(length, salt, info, secret):
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


@pytest.fixture(autouse=True)
def allowed():
    AllowedNetwork.objects.create(network="127.0.0.0/8", reason="Our own push service")


def subscribe(person, browser):
    return life.add_method(person, by=actor_for(person), channel="push", label="My phone", address=browser.subscription)


def page(person, **more):
    values = {"fact_id": 7, "subject": "SEV1 · Web shop is down", "body": "You are on call.", "link": "https://x/a/t"}
    life.notify(person, **(values | more))
    return Delivery.objects.get(channel__startswith="push")


def test_only_the_browser_can_read_what_was_pushed_and_that_it_came_from_us():
    ana = make.ana()
    with web_server(status=201) as service:
        browser = Browser(service.url)
        subscribe(ana, browser)
        row = page(ana)
        assert lanes.send_one(row.lane)
    _path, headers, sealed = service.posts[0]
    told = browser.read(sealed)
    assert (told["title"], told["link"], told["urgent"]) == ("SEV1 · Web shop is down", "https://x/a/t", True)
    assert (headers["content-encoding"], headers["urgency"], headers["ttl"]) == ("aes128gcm", "high", "14400")
    scheme, _, rest = headers["authorization"].partition(" ")
    said = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (scheme.lower(), said["k"]) == ("vapid", queries.push_address(queries.push_key()))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.urlsafe_b64decode(said["k"] + "="))
    origin = service.url.rsplit("/", 1)[0]
    assert jwt.decode(said["t"], public, algorithms=["ES256"], audience=origin)["sub"].startswith("mailto:")
    row.refresh_from_db()
    assert row.state == "sent"


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_given_up_and_shown_as_broken(status):
    ana = make.ana()
    with web_server(status=status) as service:
        method = subscribe(ana, Browser(service.url))
        row = page(ana)
        lanes.send_one(row.lane)
    row.refresh_from_db()
    method.refresh_from_db()
    assert (row.state, method.failing_since is not None) == ("dead", True)


def test_two_browsers_of_one_person_are_both_pushed_to():
    ana = make.ana()
    with web_server(status=201) as service:
        browsers = [Browser(service.url), Browser(service.url)]
        for browser in browsers:
            subscribe(ana, browser)
        life.notify(ana, fact_id=8, subject="Down", body="")
        while lanes.send_one("push://127.0.0.1"):
            pass
    assert sorted(Delivery.objects.filter(channel__startswith="push").values_list("state", flat=True)) == ["sent"] * 2
    assert len(service.posts) == 2


def test_the_log_and_the_list_do_not_show_the_subscription():
    method = subscribe(make.ana(), Browser("https://push.example.net/send/secret-token"))
    assert (method.hint, method.lane) == ("push.example.net", "push://push.example.net")
    assert "secret-token" not in str(ContactMethod.objects.filter(pk=method.pk).values("hint", "lane", "label"))


@pytest.mark.parametrize(
    "wrong",
    ["", "{}", "[]", '{"endpoint":"https://x","keys":{"p256dh":"AAAA","auth":"BBBB"}}', '{"endpoint":1,"keys":{}}'],
)
def test_what_no_browser_made_is_refused(wrong):
    ana = make.ana()
    with pytest.raises(Refused) as no:
        life.add_method(ana, by=actor_for(ana), channel="push", label="x", address=wrong)
    assert no.value.field == "address"


def test_a_push_service_in_our_own_network_is_not_spoken_to():
    AllowedNetwork.objects.all().delete()
    ana = make.ana()
    with web_server(status=201) as service:
        subscribe(ana, Browser(service.url))
        row = page(ana)
        lanes.send_one(row.lane)
    row.refresh_from_db()
    assert (service.posts, row.state) == ([], "dead")


def test_a_long_message_is_cut_to_what_a_push_can_carry():
    said = pushing.payload(
        subject="s" * 500, body="\u0001" * 5000, link="https://x/" + "l" * 900, number="1", is_urgent=True
    )
    assert len(said) <= pushing.LARGEST_BYTES
    assert json.loads(said)["link"].endswith("l")
