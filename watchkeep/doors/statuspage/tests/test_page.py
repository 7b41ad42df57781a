import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from testing import make
from watchkeep.doors import statuspage
from watchkeep.doors.ui import catalogue
from watchkeep.duty.announcements import life
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents

DOOR = Path(statuspage.__file__).parent


@pytest.fixture
def checkout():
    site = make.status_page("Kestrel", slug="kestrel", about="How the shop is doing.")
    return make.component(site, "Checkout", group="Shop", translations={"de": {"name": "Kasse"}})


def text(answer):
    return answer.content.decode()


def test_the_page_shows_what_is_announced(client, checkout):
    make.announcement(checkout, translations={"de": {"title": "Zahlungen scheitern", "body": "Wir suchen."}})
    answer = client.get("/status/kestrel/")
    page = text(answer)
    for words in ("Part of our services is down", "Checkout", "Partial outage", "Payments fail", "We look into it."):
        assert words in page
    assert answer.headers["cache-control"] == "public, max-age=15"
    assert "script" not in page
    assert "style=" not in page


def test_it_speaks_german_to_germans_and_on_request(client, checkout):
    made = make.announcement(checkout, translations={"de": {"title": "Zahlungen scheitern", "body": "Wir suchen."}})
    for page in (
        client.get("/status/kestrel/", headers={"accept-language": "de-AT,en;q=0.5"}),
        client.get("/status/kestrel/de/"),
    ):
        for words in ("Kasse", "Teilweise ausgefallen", "Zahlungen scheitern", "Wir suchen.", 'lang="de"'):
            assert words in text(page)
    assert "Payments fail" in text(
        client.get(f"/status/kestrel/en/incident-{made.pk}.html", headers={"accept-language": "de"})
    )
    assert "Accept-Language" in client.get("/status/kestrel/").headers["vary"]


def test_every_word_of_the_door_has_its_german():
    sources = [*DOOR.glob("*.py"), *(DOOR / "templates/statuspage").glob("*.html")]
    found = set()
    for path in sources:
        if path.name in ("unknown.html", "apps.py"):
            continue
        found |= set(re.findall(r"""{% translate ["'](.+?)["'] %}|\b_\("(.+?)"\)""", path.read_text()))
    words = {one or other for one, other in found}
    assert len(words) > 30
    assert words - set(catalogue.read((DOOR / "locale/de.po").read_text())) == set()


def test_a_catalogue_is_read_as_gettext_reads_it():
    first = 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "eins"\nmsgstr[1] "viele"'
    second = '# note\nmsgid ""\n"a "\n"b"\nmsgstr "c\\n"\n'
    assert catalogue.read(f"{first}\n\n{second}") == {"one\0many": "eins\0viele", "a b": "c\n"}
    with translation.override("de"):
        assert translation.gettext("Unsubscribe") == "Abmelden"


def test_links_lead_to_what_is_there(client, checkout):
    make.announcement(checkout)
    seen, todo = set(), ["/status/kestrel/"]
    while todo:
        address = todo.pop()
        answer = client.get(address)
        assert answer.status_code == 200, address
        seen.add(address)
        if "text/html" in answer.headers["content-type"]:
            base = address.rpartition("/")[0] + "/"
            for href in re.findall(r'href="([^"#:]+)"', text(answer)):
                full = (base + href).replace("/de/../", "/").replace("/en/../", "/")
                if full not in seen and full not in todo:
                    todo.append(full)
    assert len(seen) > 20


@pytest.mark.parametrize(
    "rest",
    ["component-99.html", "incident-99.html", "nothing", "fr/", "../../etc/passwd", "api/v2/x.json", "index-3.html"],
)
def test_what_is_not_there_is_not_found(client, checkout, rest):
    assert client.get(f"/status/kestrel/{rest}").status_code == 404


def test_nothing_internal_leaks(client, checkout):
    service, ana = make.service("db-07 cluster"), make.actor(make.ana())
    incident = make.incident("in_progress", by=ana, service=service, title="ACME's disk is full")
    make.comment(incident.ticket, "The password is hunter2.", is_public=False)
    incidents.post_update(incident, by=CLOCK, body="Internal words only.", is_public=False)
    made = make.announcement(checkout, ticket=incident.ticket)
    words = {"title": "Draft title", "body": "Draft words", "phase": "investigating"}
    life.announce(checkout.page, by=ana, effects={}, **words)
    life.post(made, by=ana, phase="identified", body="Waits for approval")
    discarded = life.post(made, by=ana, phase="identified", body="Thrown away")
    life.discard(discarded, by=CLOCK)
    secrets = ("ACME", "hunter2", "db-07", "Internal words", "Draft", "Waits for", "Thrown", "Ana", incident.number)
    own = (f"incident-{made.pk}.html", f"component-{checkout.pk}.html")
    for rest in ("", "history.html", *own, "feed.atom", "feed.rss", "api/v2/summary.json", "api/v2/incidents.json"):
        page = text(client.get(f"/status/kestrel/{rest}"))
        assert [word for word in secrets if word in page] == [], rest


def test_a_component_opens_to_its_rows(client, checkout):
    with clock.travel(days=-3):
        life.set_status(checkout, "major_outage", by=CLOCK)
    with clock.travel(days=-2.9):
        life.set_status(checkout, "operational", by=CLOCK)
    page = text(client.get(f"/status/kestrel/component-{checkout.pk}.html"))
    assert page.count("<tr>") >= 2
    assert "Major outage" in page
    assert re.search(r"9\d\.\d\d % up", page)


def test_the_page_costs_the_same_however_much_is_on_it(client, checkout, django_assert_max_num_queries):
    for number in range(12):
        component = make.component(checkout.page, f"Part {number}", group=f"Group {number % 4}")
        made = make.announcement(component, status="degraded_performance")
        life.post(made, by=CLOCK, phase="resolved", body="Done.")
    with django_assert_max_num_queries(8):
        assert client.get("/status/kestrel/").status_code == 200


def test_it_weighs_little(client, checkout):
    for number in range(20):
        make.component(checkout.page, f"Part {number}", group=f"Group {number % 4}")
    whole = sum(len(client.get(f"/status/kestrel/{rest}").content) for rest in ("", "style.css"))
    assert 10_000 < whole < 60_000


def test_an_unchanged_page_is_not_sent_again(client, checkout):
    with clock.frozen(clock.now()):
        first = client.get("/status/kestrel/api/v2/summary.json")
        again = client.get("/status/kestrel/api/v2/summary.json", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_address_without_a_slash_leads_to_the_one_with(client, checkout):
    assert client.get("/status/kestrel").headers["location"] == "/status/kestrel/"


def test_maintenance_to_come_is_shown_with_its_time(client, checkout):
    start = clock.now() + timedelta(days=1)
    life.announce(
        checkout.page, by=CLOCK, kind="maintenance", title="New discs", body="We work.", phase="scheduled",
        effects={checkout.pk: "under_maintenance"}, scheduled_for=start, scheduled_until=start + timedelta(hours=2),
    )  # fmt: skip
    page = text(client.get("/status/kestrel/"))
    assert "Everything works" in page
    assert "New discs" in page
