"""Every page of the console's own: accessible, within its frame, light enough, in both themes and on a telephone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from testing import looking, make
from watchkeep.work.incidents import life
from watchkeep.work.tickets import life as tickets

PAGES = ["/now", "/incidents", "/incidents?group=all&severity=1", "/incidents?q=nothing-fits", "ROOM", "ROOM/resolve"]
PAGES += [
    "ROOM/priority",
    "ROOM/severity",
    "ROOM/merge",
    "ROOM/update",
    "/incidents/new",
    "/search?q=shop",
    "BULK",
]


@pytest.fixture
def scene() -> dict[str, str]:
    """An incident with a story, and others around it."""
    ana, bo, mia = make.ana(), make.bo(), make.manager()
    service = make.service("Web shop", value_per_hour=4200, users_count=40000, tier=1)
    make.incident("resolved", service=service, by=ana, title="The shop was slow")
    incident = make.incident("in_progress", by=mia, title="Checkout answers 502", service=service, tags=["release"])
    make.incident(title="Printer prints blank pages", requester=make.employee())
    make.incident("on_hold", by=bo, title="Export is late")
    tickets.note(incident.ticket, by=make.actor(ana), body="The pool is *exhausted*.\n\n```\ntimeout\n```")
    tickets.reply(incident.ticket, by=make.actor(bo), body="We are on it.")
    life.post_update(incident, by=make.actor(mia), body="Orders fail. Next word in half an hour.")
    tickets.watch(incident.ticket, by=make.actor(bo), person=bo)
    room = f"/incidents/{incident.number}"
    return {"ROOM": room, "BULK": f"/incidents/bulk?number={incident.number}&preview=1&add_tags=storm"}


def named(path: str, scene: dict[str, str]) -> str:
    for name, address in scene.items():
        path = path.replace(name, address)
    return path


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page], scene: dict[str, str]):
    page, missing = visit("/now", as_=make.manager()), "/gone"
    assert looking.faults(page, [named(path, scene) for path in PAGES]) == []
    page.goto(missing)
    assert looking.faults_here(page) == []


@pytest.mark.parametrize("path", ["/now", "/incidents", "ROOM"])
def test_a_first_visit_weighs_less_than_200_kilobytes(visit: Callable[..., Page], scene: dict[str, str], path: str):
    page = visit("/gone")
    page.context.clear_cookies(name="none")
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(len(answer.body())) if "/live" not in answer.url else None)
    page.goto(named(path, scene))
    page.wait_for_timeout(300)
    assert 20_000 < sum(weights) < 200_000


def test_the_style_page_shows_the_kit(visit: Callable[..., Page], accessible: Callable[[Page], None]):
    for path in ("/ui", "/ui?wrong=1"):
        accessible(visit(path, as_=make.admin()))
