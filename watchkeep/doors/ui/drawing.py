"""Icons and signs as HTML, each drawn once: a page shows the same few hundreds of times."""

from collections.abc import Callable, Hashable
from datetime import datetime
from functools import lru_cache, wraps

from django.templatetags.static import static
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from watchkeep.doors.ui import formats

KEPT = 1000


def once(draw: Callable[..., SafeString]) -> Callable[..., SafeString]:
    """Keep what a component draws, for each language and each value it is given: values only, and no records."""

    @lru_cache(maxsize=KEPT)
    def kept(_language: str | None, /, *given: Hashable, **named: Hashable) -> SafeString:
        return draw(*given, **named)

    @wraps(draw)
    def drawn(*given: Hashable, **named: Hashable) -> SafeString:
        return kept(get_language(), *given, **named)

    return drawn


@lru_cache(maxsize=KEPT)
def icon(name: str, label: str = "", classes: str = "") -> SafeString:
    """An icon from the sprite: silent to screen readers unless ``label`` says what it means."""
    href = f"{static('ui/icons.svg')}#{name}"
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon {}" {}><use href="{}"/></svg>', classes, spoken, href)


@lru_cache(maxsize=KEPT)
def icon_at(name: str, x: int, y: int) -> SafeString:
    """An icon within a drawing, by its upper left corner; the words beside it say what it means."""
    href = f"{static('ui/icons.svg')}#{name}"
    return format_html('<use class="icon" href="{}" x="{}" y="{}" width="16" height="16"/>', href, x, y)


@lru_cache(maxsize=KEPT)
def sign(tone: str, icon_name: str, label: str) -> SafeString:
    """An icon in its tone that speaks its name, also on hover."""
    drawn = icon(icon_name, label=label)
    return format_html('<span class="sign tone-{}" title="{}">{}</span>', tone, label, drawn)


@lru_cache(maxsize=KEPT, typed=True)  # words that are safe and the same that are not are drawn apart
def badge(words: str, tone: str, icon_name: str, classes: str) -> SafeString:
    """A small label, with an icon if there is one for it."""
    picture = icon(icon_name) if icon_name else ""
    return format_html('<span class="badge tone-{} {}">{}{}</span>', tone, classes, picture, words)


@lru_cache(maxsize=KEPT)
def avatar(name: str, large: bool = False) -> SafeString:
    """The initials of a name."""
    words = name.split()
    initials = "".join(word[0] for word in (words[:1] + words[1:][-1:]))
    size = " is-large" if large else ""
    return format_html('<span class="avatar{}" aria-hidden="true">{}</span>', size, initials.upper())


@lru_cache(maxsize=KEPT)
def chip(tone: str, icon_name: str, label: str, words: str) -> SafeString:
    """A few words that say how something stands, with an icon that speaks what it is."""
    drawn = icon(icon_name, label=label)
    return format_html('<span class="due tone-{}" title="{}">{}{}</span>', tone, label, drawn, words)


@lru_cache(maxsize=KEPT)
def choices(kind: str, name: str, offered: tuple[tuple[str, str], ...], chosen: frozenset[str]) -> SafeString:
    """The lines of a menu, to tick."""
    line = '<label class="menu-item" data-word><input type="{}" name="{}" value="{}"{}> {}</label>'
    ticked = mark_safe(" checked")
    rows = ((kind, name, value, ticked if value in chosen else "", escape(words)) for value, words in offered)
    return format_html_join("\n", line, rows)


def time(at: datetime, live: str, words: str) -> SafeString:
    """A moment in these words, the exact one on hover; ``live`` says how the browser keeps it true."""
    kept = f" data-{live}" if live else ""
    return mark_safe(  # noqa: S308  # words may come from a translation; the rest is ours
        f'<time datetime="{at.isoformat()}" title="{escape(formats.exact(at))}"{kept}>{escape(words)}</time>'
    )


def span(starts_at: datetime, ends_at: datetime) -> SafeString:
    """From when until when."""
    first, last = formats.span(starts_at, ends_at)
    return format_html("{} \N{EN DASH} {}", time(starts_at, "", first), time(ends_at, "", last))


def due(tone: str, icon_name: str, words: str, label: str = "") -> SafeString:
    """The time that is left, or what stands in its place."""
    spoken = format_html("<span>{}</span>", label) if label else ""
    return format_html('<span class="due tone-{}">{}{}{}</span>', tone, icon(icon_name), spoken, words)


def faint(words: str) -> SafeString:
    """Words that step back; a dash where there are none."""
    return format_html('<span class="faint">{}</span>', words or "\N{EN DASH}")
