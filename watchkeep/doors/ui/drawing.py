"""Icons and signs as HTML, each drawn once: a page shows the same few hundreds of times."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

KEPT = 1000


@lru_cache(maxsize=KEPT)
def icon(name: str, label: str = "", classes: str = "") -> SafeString:
    """An icon from the sprite: silent to screen readers unless ``label`` says what it means."""
    href = f"{static('ui/icons.svg')}#{name}"
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon {}" {}><use href="{}"/></svg>', classes, spoken, href)


@lru_cache(maxsize=KEPT)
def sign(tone: str, icon_name: str, label: str) -> SafeString:
    """An icon in its tone that speaks its name, also on hover."""
    drawn = icon(icon_name, label=label)
    return format_html('<span class="sign tone-{}" title="{}">{}</span>', tone, label, drawn)
