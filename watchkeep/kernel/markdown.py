"""Markdown as people type it, turned into HTML that cannot do anything."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_ELEMENTS = {
    *("a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol"),
    *("p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
_SHOWN = re.compile(r"media:(\d{1,18})")
_PLACE = "\ufdd0{}\ufdd1"
_PLACED = re.compile("\ufdd0(\\d+)\ufdd1")


@dataclass(frozen=True)
class Shown:
    """A picture or a video of ours, as a page shows it. ``captions`` are in ``language``."""

    address: str
    label: str
    is_video: bool = False
    poster: str = ""
    captions: str = ""
    language: str = "en"

    @property
    def html(self) -> SafeString:
        """The element; every value is escaped."""
        if not self.is_video:
            return format_html('<img src="{}" alt="{}" loading="lazy">', self.address, self.label)
        poster = format_html(' poster="{}"', self.poster) if self.poster else ""
        track = (
            format_html('<track kind="captions" src="{}" srclang="{}" default>', self.captions, self.language)
            if self.captions
            else ""
        )
        return format_html(
            '<video src="{}" aria-label="{}" controls preload="metadata" playsinline{}>{}</video>',
            self.address, self.label, poster, track,
        )  # fmt: skip


def to_html(markdown: str, media: Callable[[int, str], Shown | None] | None = None) -> SafeString:
    """Markdown as HTML without raw HTML, script, style, or a picture from elsewhere.

    ``media`` answers for ``![what it shows](media:7)`` with what stands under that number; what it does not know stays
    words.
    """
    text = markdown.replace("\ufdd0", "").replace("\ufdd1", "")
    environment: dict[str, Any] = {"media": media, "shown": []}
    html = nh3.clean(
        _renderer().render(text, environment),
        tags=_ELEMENTS,
        attributes={name: set(allowed) for name, allowed in _ATTRIBUTES.items()},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    placed = _PLACED.sub(lambda found: environment["shown"][int(found[1])].html, html)
    return mark_safe(placed)  # noqa: S308  # nh3 has just cleaned it, and what is ours is escaped


def _picture(_self: Any, tokens: Any, place: int, _options: Any, environment: dict[str, Any]) -> str:
    """A place for a picture that is ours; the words of any other."""
    token = tokens[place]
    label = "".join(child.content for child in token.children or ())
    found = _SHOWN.fullmatch(str(token.attrs.get("src", "")))
    media = environment.get("media")
    if found and media and (shown := media(int(found[1]), label)) is not None:
        environment["shown"].append(shown)
        return _PLACE.format(len(environment["shown"]) - 1)
    return nh3.clean_text(label)


@cache
def _renderer() -> Any:
    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    made.add_render_rule("image", _picture)
    return made
