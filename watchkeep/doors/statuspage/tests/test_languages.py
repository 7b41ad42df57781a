"""Nothing of the public's pages, mails and feeds is left in another language, and no private page leaves its place."""

import json
import re
from datetime import timedelta
from functools import cache
from html import unescape

import pytest

from testing import make
from testing.harness import run_later, sweep
from watchkeep.doors.statuspage import copying
from watchkeep.doors.statuspage.tests.test_page import DOOR
from watchkeep.doors.ui import catalogue
from watchkeep.duty.announcements import life, queries
from watchkeep.duty.announcements.models import Subscriber
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

GERMAN = {"title": "Zahlungen scheitern", "body": "Wir suchen."}


@pytest.fixture
def site():
    """A page with something of everything, written in both languages."""
    page = make.status_page(
        "Kestrel", slug="kestrel", about="How it goes.", translations={"de": {"about": "So geht es."}}
    )
    checkout = make.component(page, "Checkout", description="Pay.", translations={
        "de": {"name": "Kasse", "description": "Zahlen."}
    })  # fmt: skip
    with clock.travel(days=-3):
        life.set_status(checkout, "major_outage", by=CLOCK)
    life.set_status(checkout, "operational", by=CLOCK)
    made = make.announcement(checkout, translations={"de": GERMAN})
    for phase in ("identified", "monitoring"):
        life.post(made, by=CLOCK, phase=phase, body="On it.", translations={"de": {"body": "Wir sind dran."}})
    start = clock.now() + timedelta(days=1)
    life.announce(
        page, by=CLOCK, kind="maintenance", title="New discs", body="We work.", phase="scheduled",
        effects={checkout.pk: "under_maintenance"}, scheduled_for=start, scheduled_until=start + timedelta(hours=2),
        translations={"de": {"title": "Neue Platten", "body": "Wir arbeiten."}},
    )  # fmt: skip
    return page


def words_of(page):
    """What a reader reads, without markup, style and addresses."""
    body = re.sub(r"<(style|title)[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    attributes = " ".join(re.findall(r'(?:aria-label|placeholder|alt)="([^"]*)"', body))
    return unescape(re.sub(r"<[^>]+>", " ", body) + " " + attributes)


@cache
def english():
    """Finds every English message of the door that is a text of its own."""
    said = catalogue.read((DOOR / "locale/de.po").read_text())
    parts = [part for key in said for part in re.split(r"%\(\w+\)[sd]|%%|\0", key)]
    german = " ".join(said.values())
    found = {part.strip() for part in parts if len(part.strip()) > 3 and part.strip() not in german}
    return re.compile("|".join(rf"\b{re.escape(one)}(?!\w)" for one in sorted(found, key=len, reverse=True)))


def left_over(text):
    return english().findall(text)


def every_page(client, site):
    snapshot = queries.snapshot(site)
    own = [f"incident-{one.announcement.pk}.html" for one in snapshot.shown]
    own += [f"component-{one.pk}.html" for one in snapshot.components]
    for name in ("", "history.html", "subscribe.html", "feed.atom", "feed.rss", *own):
        yield name, client.get(f"/status/kestrel/de/{name}").content.decode()


def test_no_page_or_feed_in_german_has_english_left_in_it(client, site):
    written = ("Checkout", "Pay.", "How it goes.", "Payments fail", "On it.", "New discs", "We work.")
    for name, page in every_page(client, site):
        text = words_of(page).replace("Deutsch", "")
        assert left_over(text) == [], name
        assert [one for one in written if one in text] == [], name
        assert not re.search(r"\b(January|February|March|May|June|July|October|December)\b", text), name


def test_no_page_in_english_has_german_left_in_it(client, site):
    german = {said for said in catalogue.read((DOOR / "locale/de.po").read_text()).values() if len(said) > 5}
    for name, _page in list(every_page(client, site)):
        text = words_of(client.get(f"/status/kestrel/en/{name}").content.decode())
        left = [one for one in (*german, "Kasse", "Zahlen", "Wir ") if f" {one} " in f" {text} "]
        assert left == [], name


def test_mails_and_answers_in_german_have_no_english_left(client, site):
    ask = {"address": "kim@shop.example"}
    given = (ask, {}, {"program": "https://hooks.example/x"}, {"program": "http://hooks.example/x"})
    answers = [client.post("/status/kestrel/de/subscribe.html", one) for one in given]
    link = Delivery.objects.get(channel="email").link
    german = {"headers": {"accept-language": "de"}}
    confirm = link[link.index("/status/") :]
    answers += [client.get(confirm, **german), client.post(confirm, **german)]
    client.post("/status/kestrel/de/subscribe.html", ask)
    who = Subscriber.objects.get(channel="email")
    life.post(queries.snapshot(site).incidents[0].announcement, by=CLOCK, phase="resolved", body="Done.",
              translations={"de": {"body": "Erledigt."}})  # fmt: skip
    run_later()
    stop = f"/status/kestrel/stop/{life.stop_token(who)}"
    answers += [client.get(stop, **german), client.post(stop, {"verb": "choose"}, **german)]
    answers += [client.post(stop, **german), client.post("/status/kestrel/confirm/forged", **german)]
    for number, answer in enumerate(answers):
        assert left_over(words_of(answer.content.decode())) == [], number
    mails = list(Delivery.objects.filter(channel="email"))
    assert len(mails) > 3
    for mail in mails:
        assert left_over(f"{mail.subject} {mail.body} {mail.link_text}") == [], mail.subject


@pytest.fixture
def private(settings, tmp_path):
    settings.DATA = tmp_path
    home = make.organisation("Elsewhere", "customer")
    page = make.status_page("For Elsewhere", slug="elsewhere", organisation=home, domain="status.elsewhere.example")
    make.announcement(make.component(page, "Their shop"), title="Their trouble")
    make.component(make.status_page("Kestrel", slug="kestrel"), "Checkout")
    with clock.travel(seconds=2):
        sweep(copying.write_due)
    return page


SECRETS = ("Their", "Elsewhere", "elsewhere")


def test_what_is_private_lies_in_no_public_copy(private, tmp_path):
    lying = [path for path in (tmp_path / "status/public").rglob("*") if path.is_file()]
    assert len(lying) > 20
    for path in lying:
        assert [one for one in (*SECRETS, private.key) if one in path.read_text()] == [], path
    copy = queries.folder_of(private)
    assert "private" in copy.parts
    assert "Their shop" in (copy / "index.html").read_text()
    assert all(private.key not in path.read_text() for path in copy.rglob("*") if path.is_file())


def test_a_private_page_under_its_own_domain_is_as_private(client, private):
    host = {"headers": {"host": "status.elsewhere.example"}}
    for path in ("/", "/index.html", "/api/v2/summary.json", "/feed.atom", "/subscribe.html"):
        answer = client.get(path, **host)
        assert (answer.status_code, "Their" in answer.content.decode()) == (404, False), path
    assert client.post("/subscribe.html", {"program": "https://hooks.example/x"}, **host).status_code == 404
    assert not Subscriber.objects.exists()
    assert client.get(f"/?key={private.key}", **host).status_code == 302
    told = json.loads(client.get("/api/v2/summary.json", **host).content)
    assert told["page"]["url"].endswith("://status.elsewhere.example")
    assert client.get("/status/elsewhere/", headers={"host": "status.kestrel.example"}).status_code == 400


def test_another_customer_s_people_learn_nothing_of_it(client, private):
    client.force_login(make.person("Otto", roles=("employee",), organisation=make.organisation("Third", "customer")))
    for path in ("", "api/v2/summary.json", "feed.rss", "incident-1.html"):
        assert client.get(f"/status/elsewhere/{path}").status_code == 404
