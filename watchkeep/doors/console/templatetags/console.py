"""Questions that a template of the console may ask."""

from django import template

from watchkeep.kernel.actors import Actor

register = template.Library()


@register.filter
def may(actor: Actor, permission: str) -> bool:
    """Whether the reader holds the permission: a button that would be refused is not drawn."""
    return actor.may(permission)
