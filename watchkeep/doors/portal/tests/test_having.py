"""What somebody has, giving it back, and keeping the portal like an app."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client

from testing import make
from watchkeep.doors import portal
from watchkeep.doors.portal.tests.test_pages import client_of, page
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.requests import life as requests
from watchkeep.work.requests.models import Holding
from watchkeep.work.selfservice import life
from watchkeep.work.selfservice.models import Accent, Portal

STYLE = (Path(portal.__file__).parent / "static/portal/portal.css").read_text()
PAIR = re.compile(r"(--[\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
LEAST = 4.5
"""WCAG 2.2, 1.4.3: contrast of text."""


def held(person, name="Cloud storage"):
    item = make.catalogue_item(name, is_kept=True, price_monthly="11.50")
    request = make.request(requester=person, item=item)
    requests.fulfil(request, by=CLOCK, result="It is there.")
    return Holding.objects.get(request=request)


def light(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_what_i_have_stands_with_its_price_and_is_given_back_once():
    karim, eve = make.asker(), make.employee()
    holding = held(karim)
    client = client_of(karim)
    shown = page(client, "/portal/have")
    assert ("Cloud storage" in shown, "11.50" in shown) == (True, True)
    assert "Cloud storage" not in page(client_of(eve), "/portal/have")
    at = f"/portal/have/{holding.pk}/give-back"
    assert "Give back Cloud storage?" in page(client, at)
    assert client_of(eve).post(at).status_code == 404
    assert Holding.objects.had().filter(pk=holding.pk).exists()
    assert client.post(at, {"reason": "Project is over"}).headers["Location"] == "/portal/have"
    assert client.post(at).status_code == 404
    holding.refresh_from_db()
    assert (holding.is_had, holding.end_reason) == (False, "Project is over")
    assert "Nothing that is on record" in page(client, "/portal/have")


def test_shelves_that_a_portal_does_not_show_are_not_there_by_address_either():
    item, shown = make.catalogue_item("Editor"), make.shelf("Desks")
    client = client_of(make.asker())
    assert client.get(f"/portal/catalogue/{item.slug}").status_code == 200
    life.save_portal(Portal.objects.get(audience="employees"), by=make.actor(make.manager()), categories=[shown])
    assert client.get(f"/portal/catalogue/{item.slug}").status_code == 404
    assert client.post(f"/portal/order/{item.slug}/send").status_code == 404
    assert item.name not in page(client, "/portal/search?q=editor")


def test_the_worker_keeps_one_page_that_is_about_nobody():
    script = Client().get("/portal/sw.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert re.findall(r'"(/[^"]*)"', script.content.decode()) == ["/portal/offline"]
    eve = make.employee()
    stranger, own = (client.get("/portal/offline").content.decode() for client in (Client(), client_of(eve)))
    assert ("No connection" in stranger, eve.name in own, eve.email in own) == (True, False, False)
    assert 'crossorigin="use-credentials"' in page(client_of(eve), "/portal/")


def test_every_colour_is_readable_on_light_and_on_dark_ground():
    tokens = Path(finders.find("ui/tokens.css")).read_text()
    base = {name: pair for name, *pair in PAIR.findall(tokens)}
    for accent in Accent.values:
        found = re.search(rf"\.accent-{accent} {{(.*?)}}", STYLE)
        own = base | ({name: pair for name, *pair in PAIR.findall(found.group(1))} if found else {})
        assert found or accent == Accent.INDIGO, accent
        for ground in (0, 1):
            assert contrast(own["--accent-text"][ground], base["--ground"][ground]) >= LEAST, (accent, ground)
            assert contrast(own["--accent"][ground], "#ffffff") >= LEAST, (accent, ground)
            assert contrast(own["--accent-hover"][ground], "#ffffff") >= LEAST, (accent, ground)
