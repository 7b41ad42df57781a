"""Questions that a template of the console may ask."""

from typing import Any

from django import template
from django.forms import BoundField

from watchkeep.doors.console.sign_in import browsers
from watchkeep.duty.connections import queries
from watchkeep.duty.connections.models import ActionRun
from watchkeep.kernel.actors import Actor

register = template.Library()


@register.filter
def may(actor: Actor, permission: str) -> bool:
    """Whether the reader holds the permission: a button that would be refused is not drawn."""
    return actor.may(permission)


@register.filter
def browser(agent: str) -> str:
    """A browser in words, such as “Firefox on Linux”."""
    return browsers.in_words(agent)


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
