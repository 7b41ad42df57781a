"""A look at a page: what axe objects to and whether it sticks out, on a desk by day and on a telephone by night.

With ``PICTURES`` naming a folder, what is looked at is kept there, two pictures a page.
"""

import os
import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TABLET_WIDTH = 800
Turn = tuple[Literal["light", "dark"], int]
DESK: Turn = ("light", 1280)
TURNS: tuple[Turn, ...] = (DESK, ("light", TABLET_WIDTH), ("dark", 360))
_ASK = """async ([known, rules]) => (await axe.run({exclude: known.map((part) => [part])}, {
  preload: false, resultTypes: ["violations"], ...(rules.length && {runOnly: {type: "rule", values: rules}})
})).violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map(({html}) => html.slice(0, 160)).join(" ")}`)"""
BY_LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")
"""The rules of which light and width decide: all others are asked once, on a desk by day."""
FRAME = (".rail", ".top")
"""What stands around every page of the console alike, and is looked at around the first one only."""
# What watches sizes, such as the tables that can be scrolled, answers in the frame after the one that is drawn.
_SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_STICKS_OUT = "document.documentElement.scrollWidth > innerWidth"


def faults(page: Page, paths: Iterable[str]) -> list[tuple[str, str, str]]:
    """Open one after the other: where, under which light, and what is wrong there; nothing, if all is well."""
    found: list[tuple[str, str, str]] = []
    known: Collection[str] = ()
    for path in paths:
        answer = page.goto(path)
        if answer is None or not answer.ok:
            found.append((path, "", f"answered {answer and answer.status}"))
        found += [(path, light, what) for light, what in faults_here(page, known)]
        known = FRAME
    return found


def faults_here(page: Page, known: Collection[str] = ()) -> list[tuple[str, str]]:
    """What is wrong with the page that is open but for the known, under which light. It is left on a desk by day."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for light, width in TURNS:
        _turn(page, light, width)
        page.evaluate(_SETTLED)
        if page.evaluate(_STICKS_OUT):
            found.append((f"{light} {width}", "sticks out"))
        if width != TABLET_WIDTH:
            found += [(f"{light} {width}", what) for what in page.evaluate(_ASK, [list(known), _rules(width)])]
            _keep_picture(page, light)
    _turn(page, *DESK)
    return found


def objections(page: Page) -> list[str]:
    """What axe objects to on the page as it stands."""
    page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(_ASK, [[], []]))


def _rules(width: int) -> list[str]:
    """Which are asked at this width; none named asks all."""
    return [] if width == DESK[1] else list(BY_LOOKS)


def _turn(page: Page, light: Literal["light", "dark"], width: int) -> None:
    page.emulate_media(color_scheme=light, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})


def _keep_picture(page: Page, light: str) -> None:
    if folder := os.environ.get("PICTURES"):
        at = urlsplit(page.url)
        name = re.sub(r"\W+", "-", f"{at.path.strip('/')} {at.query}").strip("-") or "home"
        page.screenshot(path=Path(folder) / f"{name}-{light}.png", full_page=True)
