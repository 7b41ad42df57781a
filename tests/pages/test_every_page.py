"""What holds for every page of the console and the portals: every address that names nothing, and what they lead to."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve

from testing import make
from watchkeep import doors
from watchkeep.doors.api.tests.world import world
from watchkeep.estate.people.models import Role

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
DOORS = ("watchkeep.doors.console", "watchkeep.doors.portal")
POSTED, LEADS_ON = 405, 302
NOT_YET = {"/portal/logo", "/announcements/new"}
"""What is not there before somebody has made it: a picture, and something to announce."""
DOORS_AT = Path(doors.__file__).parent
INLINE = re.compile(r"""\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=["']|javascript:""")


class Inline(HTMLParser):
    """Where a page leads, and what in it the Content-Security-Policy would not let run or be drawn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        given = {name: value or "" for name, value in attrs}
        is_own = tag == "style" or (tag == "script" and "src" not in given and "json" not in given.get("type", ""))
        self.found += [f"<{tag}>"] if is_own else []
        self.found += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        href = given.get("href", "")
        self.found += [f"<{tag} href={href}>"] if href.strip().lower().startswith("javascript:") else []
        self.links += [href] if tag == "a" and href.startswith("/") else []


def routes(patterns: Any, before: str = "") -> Iterator[str]:
    """Every address of these doors, as a pattern."""
    for one in patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from routes(one.url_patterns, route)
        elif one.callback.__module__.startswith(DOORS):
            yield f"/{route}"


def plain() -> list[str]:
    """The addresses that name nothing."""
    return [route for route in routes(get_resolver().url_patterns) if "<" not in route]


def kind_of(address: str) -> str:
    """The pattern that an address follows, if it is one of these doors."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    return f"/{found.route}" if found.func.__module__.startswith(DOORS) else ""


def somebody(*roles: str) -> Client:
    """A browser in which somebody with these roles has signed in."""
    person = make.admin()
    person.roles.set(Role.objects.filter(slug__in=roles))
    client = Client()
    client.force_login(person)
    return client


def is_page(answer: Any) -> bool:
    return answer.status_code == 200 and not answer.streaming and answer["Content-Type"].startswith("text/html")


def test_every_page_that_names_nothing_is_drawn_while_nothing_is_there():
    client = somebody("administrator", "manager")
    answers = {path: client.get(path).status_code for path in plain()}
    assert {path for path, status in answers.items() if status not in {200, POSTED, LEADS_ON}} == NOT_YET
    assert sum(status == 200 for status in answers.values()) > 140


def test_no_page_holds_a_script_or_a_style_of_its_own_and_links_of_every_kind_lead_somewhere():
    world()
    client, waiting, seen, linked = somebody("administrator", "manager"), plain(), set[str](), set[str]()
    refused: set[str] = set()
    wrong: dict[str, list[str]] = {}
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in {"", "/logout", *seen}:
            continue
        seen.add(kind)
        answer = client.get(address)
        assert answer.status_code < 500, address
        refused |= {address} if answer.status_code >= 400 else set()
        if is_page(answer):
            page = Inline(answer.content.decode())
            waiting += page.links
            linked |= {*page.links}
            wrong |= {address: page.found} if page.found else {}
    assert wrong == {}
    assert refused & linked == set()
    assert len(seen) > 400


def test_no_template_holds_one_either():
    found = {
        str(path.relative_to(DOORS_AT)): inline
        for path in sorted(DOORS_AT.rglob("*.html"))
        if "tests" not in path.parts and (inline := INLINE.findall(path.read_text()))
    }
    assert found == {}
