"""Which files a page consists of, and which of them an address means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from watchkeep.duty.announcements.queries import Snapshot, languages_of

JSON = ("summary", "status", "components", "incidents", "incidents/unresolved", "scheduled-maintenances",
        "scheduled-maintenances/upcoming", "scheduled-maintenances/active")  # fmt: skip
_FORM = re.compile(
    r"(?:(?P<language>[a-z]{2})/)?(?P<name>index|history|subscribe|component|incident|feed)(?:-(?P<number>\d{1,15}))?"
    r"\.(?P<kind>html|rss|atom)"
)
_KINDS = {"feed": ("rss", "atom")}


@dataclass(frozen=True)
class Path:
    """A file of a page. Without a language it is in whichever suits the reader."""

    name: str
    kind: str
    language: str = ""
    number: int | None = None

    def __str__(self) -> str:
        number = f"-{self.number}" if self.number is not None else ""
        return f"{self.language + '/' if self.language else ''}{self.name}{number}.{self.kind}"

    @property
    def up(self) -> str:
        """The way from this file to the top of the page."""
        return "../" if self.language else "../" * self.name.count("/")


def read(text: str, languages: list[str]) -> Path | None:
    """The file that an address means; None when there is none like it."""
    if text == "style.css":
        return Path("style", "css")
    if text.startswith("api/v2/") and text.endswith(".json") and text[7:-5] in JSON:
        return Path(text[:-5], "json")
    found = _FORM.fullmatch(text + "index.html" if not text or text.endswith("/") else text)
    if found is None or (found["language"] and found["language"] not in languages):
        return None
    number = int(found["number"]) if found["number"] else None
    fits = (number is not None) == (found["name"] in ("component", "incident"))
    if not fits or found["kind"] not in _KINDS.get(found["name"], ("html",)):
        return None
    return Path(found["name"], found["kind"], found["language"] or "", number)


def every(snapshot: Snapshot) -> Iterator[Path]:
    """All files of a page; the one that readers open first comes last, so that it never leads to what is not there."""
    yield Path("style", "css")
    yield from (Path(f"api/v2/{name}", "json") for name in JSON)
    for language in (*languages_of(snapshot.page), ""):
        for one in snapshot.shown:
            yield Path("incident", "html", language, one.announcement.pk)
        for component in snapshot.components:
            yield Path("component", "html", language, component.pk)
        yield from (Path("feed", kind, language) for kind in _KINDS["feed"])
        yield from (Path(name, "html", language) for name in ("history", "subscribe", "index"))
