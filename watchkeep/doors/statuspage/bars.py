"""Ninety days as a strip of bars: one path for each status, so that a year of news weighs little."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from watchkeep.duty.announcements.queries import History

STEP, WIDTH, HEIGHT = 4, 3, 28


def strip(history: History, label: str) -> SafeString:
    """The strip as a picture that says in words what it shows."""
    drawn: dict[str, list[str]] = {}
    for place, day in enumerate(history.days):
        status = day.status if day.is_known or day.stretches else "unknown"
        drawn.setdefault(status, []).append(f"M{place * STEP} 0h{WIDTH}v{HEIGHT}h-{WIDTH}z")
    paths = format_html_join("", '<path class="{}" d="{}"/>', ((name, "".join(parts)) for name, parts in drawn.items()))
    width = STEP * len(history.days) - (STEP - WIDTH)
    return format_html(
        '<svg class="bars" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        width, HEIGHT, label, paths,
    )  # fmt: skip
