import pytest

from testing import make
from watchkeep.duty.announcements import life
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def private():
    home = make.organisation("Elsewhere", "customer")
    site = make.status_page("For Elsewhere", slug="elsewhere", organisation=home)
    make.component(site, "Their shop")
    return site


def test_nobody_learns_whether_a_private_page_is_there(client, private):
    answers = [client.get(f"/status/{slug}/") for slug in ("elsewhere", "no-such-page")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content.replace(b"status/elsewhere/", b"") == answers[1].content.replace(
        b"status/no-such-page/", b""
    )
    client.force_login(make.employee())
    assert client.get("/status/elsewhere/").status_code == 404


def test_its_people_and_staff_who_look_after_it_read_it(client, private):
    for somebody in (make.stranger(), make.ana()):
        client.force_login(somebody)
        answer = client.get("/status/elsewhere/api/v2/summary.json")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "private, no-cache"
        assert "access-control-allow-origin" not in answer.headers


def test_the_secret_link_opens_it_until_there_is_a_new_one(client, private):
    first = client.get(f"/status/elsewhere/?key={private.key}")
    assert (first.status_code, first.headers["location"]) == (302, "./")
    assert "Their shop" in client.get("/status/elsewhere/").content.decode()
    assert client.get(f"/status/elsewhere/feed.atom?key={private.key}").status_code == 200
    life.renew_key(private, by=CLOCK)
    assert client.get("/status/elsewhere/").status_code == 404
    assert client.get("/status/elsewhere/?key=wrong").status_code == 404


def test_links_in_mails_show_a_private_page_to_whom_they_were_sent_alone(client, private):
    life.subscribe(private, address="kim@shop.example", sender="192.0.2.1", language="en")
    confirm = Delivery.objects.get().link.rpartition("/")[2]
    other = make.status_page("Public", slug="public")
    life.subscribe(other, address="kim@shop.example", sender="192.0.2.1", language="en")
    foreign = Delivery.objects.order_by("id").last().link.rpartition("/")[2]
    asked = {f"confirm/{confirm}": 200, "confirm/forged": 404, f"confirm/{foreign}": 404, "stop/forged": 404}
    assert {way: client.get(f"/status/elsewhere/{way}").status_code for way in asked} == asked
    who = life.confirm(confirm)
    assert client.get(f"/status/elsewhere/stop/{life.stop_token(who)}").status_code == 200


def test_a_page_that_is_hidden_is_gone(client):
    site = make.status_page(slug="shop")
    assert client.get("/status/shop/").status_code == 200
    life.edit_page(site, by=CLOCK, is_active=False)
    assert client.get("/status/shop/").status_code == 404


def test_an_own_domain_shows_the_page_and_nothing_else(client):
    site = make.status_page("Kestrel", slug="kestrel", domain="Status.Kestrel.example")
    make.component(site, "Checkout")
    host = {"headers": {"host": "status.kestrel.example"}}
    assert "Checkout" in client.get("/", **host).content.decode()
    summary = client.get("/api/v2/summary.json", headers={"host": "status.kestrel.example:8443"})
    assert summary.json()["page"]["url"].endswith("://status.kestrel.example")
    for address in ("/login", "/incidents", "/healthz", "/api/v1/incidents"):
        assert client.get(address, **host).status_code == 404
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_anybody_may_subscribe_without_a_session(client):
    site = make.status_page("Kestrel", slug="kestrel")
    checkout = make.component(site)
    said = {"address": "kim@shop.example", "components": [checkout.pk]}
    first = client.post("/status/kestrel/subscribe.html", said)
    assert (first.status_code, "on its way" in first.content.decode()) == (200, True)
    again = client.post("/status/kestrel/subscribe.html", said)
    assert (again.status_code, "on its way" in again.content.decode()) == (200, True)
    assert client.post("/status/kestrel/subscribe.html", {"address": "nobody"}).status_code == 422
    assert client.post("/status/kestrel/index.html", said).status_code == 405
    assert not client.cookies


def test_the_links_in_mails_ask_before_they_do(client):
    site = make.status_page("Kestrel", slug="kestrel")
    client.post("/status/kestrel/de/subscribe.html", {"address": "kim@shop.example"})
    letter = Delivery.objects.get()
    assert letter.subject == "Anmeldung bei Kestrel bestätigen"
    link = letter.link.partition("testserver")[2] or "/" + letter.link.split("/", 3)[3]
    assert client.get(link).status_code == 200
    assert site.subscribers.get().state == "pending"
    client.post(link)
    who = site.subscribers.get()
    assert (who.state, who.language) == ("active", "de")
    stop = f"/status/kestrel/stop/{life.stop_token(who)}"
    assert client.get(stop).status_code == 200
    assert site.subscribers.exists()
    assert (
        client.post(stop, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded").status_code
        == 200
    )
    assert not site.subscribers.exists()
    assert client.post(stop).status_code == 200
    assert client.post("/status/kestrel/confirm/forged").status_code == 410


def test_a_visitor_has_a_program_asked_and_learns_nothing(client):
    site = make.status_page("Kestrel", slug="kestrel")
    said = {"program": "https://hooks.example/x"}
    for _ in range(2):
        answer = client.post("/status/kestrel/subscribe.html", said)
        assert (answer.status_code, "is being asked" in answer.content.decode()) == (200, True)
    assert site.subscribers.get().secret not in answer.content.decode()
    no = client.post("/status/kestrel/de/subscribe.html", {"program": "http://hooks.example/x"})
    assert no.status_code == 422
    assert "die mit https:// beginnt" in no.content.decode()
    assert 'value="http://hooks.example/x"' in no.content.decode()


def test_the_link_of_a_subscription_changes_what_is_heard_of(client):
    site = make.status_page("Kestrel", slug="kestrel")
    checkout, search = make.component(site, "Checkout"), make.component(site, "Search")
    who = life.subscribe_program(site, by=CLOCK, address="https://hooks.example/secret", components=[checkout])
    link = f"/status/kestrel/stop/{life.stop_token(who)}"
    shown = client.get(link).content.decode()
    assert "https://hooks.example/…" in shown
    assert f'value="{checkout.pk}" checked' in shown
    saved = client.post(link, {"verb": "choose", "components": [search.pk, "x", 10**20]})
    assert (saved.status_code, list(who.components.all())) == (200, [search])
    client.post(link)
    assert not site.subscribers.exists()
