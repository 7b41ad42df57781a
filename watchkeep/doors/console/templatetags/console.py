"""Questions that a template of the console may ask."""

import secrets
from typing import Any

from django import template
from django.forms import BoundField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from watchkeep.doors.console import features
from watchkeep.doors.console.once import MARK
from watchkeep.doors.console.sign_in import browsers
from watchkeep.doors.ui import drawing, formats
from watchkeep.doors.ui.signs import Words
from watchkeep.duty.connections import queries
from watchkeep.duty.connections.models import ActionRun
from watchkeep.duty.sla.queries import Face
from watchkeep.kernel.actors import Actor

register = template.Library()


@register.filter
def may(actor: Actor, permission: str) -> bool:
    """Whether the reader holds the permission: a button that would be refused is not drawn."""
    return actor.may(permission)


@register.simple_tag
def once() -> SafeString:
    """The mark by which a form that is sent again is known: with it, what it makes is made once."""
    return format_html('<input type="hidden" name="{}" value="{}">', MARK, secrets.token_urlsafe(16))


@register.simple_tag
def places_of_changes(actor: Actor) -> list[tuple[Words, str]]:
    """What stands side by side on the pages of changes, as far as the reader may go there."""
    seen = (one for one in features.entries("BESIDE_CHANGES") if not one.permission or actor.may(one.permission))
    return [(one.label, reverse(one.href)) for one in seen]


@register.filter
def browser(agent: str) -> str:
    """A browser in words, such as “Firefox on Linux”."""
    return browsers.in_words(agent)


@register.simple_tag
def clock_chip(face: Face) -> SafeString:
    """A service-level clock in a few letters: how it stands, and how long is left."""
    tone, picture, words = _standing(face)
    return drawing.chip(tone, picture, face.label, words) if picture else SafeString()


@register.simple_tag
def choice_groups(field: BoundField) -> list[tuple[str, list[dict[str, Any]]]]:
    """The boxes of a field with grouped choices, group by group."""
    chosen = [str(value) for value in field.value() or ()]
    drawn = field.field.widget.optgroups(field.html_name, chosen)
    return [(name or "", options) for name, options, _index in drawn]


@register.simple_tag
def action_name(name: str) -> str:
    """The name of an action in words."""
    return str(queries.label_of(name))


@register.filter
def brief(run: ActionRun) -> str:
    """What a run does in a few words."""
    return queries.brief(run)


@register.filter
def at(mapping: dict[Any, Any], key: object) -> Any:
    """What a mapping holds for a key, or nothing."""
    return mapping.get(key)


def _standing(face: Face) -> tuple[str, str, str]:
    """The tone, the icon and the words of a clock; no icon for one that came to nothing."""
    if face.kind == "paused":
        return "grey", "pause", _("Paused")
    if face.is_breached:
        return "red", "fire", _("%(time)s over") % {"time": formats.duration(face.left_seconds or 0)}
    if face.is_at_risk:
        return "amber", "timer", face.left
    if face.kind == "running":
        return "grey", "clock", face.left
    return ("green", "check", _("Met")) if face.kind == "met" else ("", "", "")
