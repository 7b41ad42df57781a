"""Root cause: what had a part in it, and what led to what."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.insight.reviews.events import CauseEdited, CauseRecorded, CauseRemoved, CausesTied, CausesUntied
from watchkeep.insight.reviews.life.steps import hold_open
from watchkeep.insight.reviews.models import Category, CategoryState, Edge, Node, NodeKind, Review
from watchkeep.insight.reviews.rules import graph
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save
from watchkeep.work.incidents import life as incidents

MOST = 60
"""A graph that a person can still read."""
FIELDS = ("kind", "text", "detail", "category", "is_missing", "service", "item", "change")


@transaction.atomic
def record_cause(review: Review, *, by: Actor, led_to: Node | None = None, **values: Any) -> Node:
    """Record something that had a part in it; ``led_to`` names what it led to, if not to the incident at once."""
    hold_open(review, by=by)
    if review.nodes.count() >= MOST:
        raise Refused(_("At most %(most)s: leave out what changed nothing.") % {"most": MOST})
    node = Node(review=review)
    save(node, **_clean(values))
    tell(CauseRecorded(record=review.pk, by=by, node=node.pk, part=node.kind, category=node.category_id))
    if led_to is not None:
        tie(review, by=by, cause=node, effect=led_to)
    incidents.try_closing_again(review.incident_id)
    return node


@transaction.atomic
def edit_cause(node: Node, *, by: Actor, **values: Any) -> None:
    """Put it in other words, or under another kind of cause."""
    hold_open(node.review, by=by)
    if changed := save(node, **_clean(values, node)):
        fact = CauseEdited(record=node.review_id, by=by, node=node.pk, fields=changed, category=node.category_id)
        tell(fact)
        incidents.try_closing_again(node.review.incident_id)


@transaction.atomic
def remove_cause(node: Node, *, by: Actor) -> None:
    """It had no part in it after all. What led to it leads to nothing now, until it is tied to something else."""
    hold_open(node.review, by=by)
    tell(CauseRemoved(record=node.review_id, by=by, node=node.pk, part=node.kind))
    node.delete()


@transaction.atomic
def tie(review: Review, *, by: Actor, cause: Node, effect: Node) -> None:
    """Say that one thing led to another. Refused when that would go round in a circle."""
    hold_open(review, by=by)
    if {cause.review_id, effect.review_id} != {review.pk}:
        raise Refused(_("It belongs to another review."), field="effect")
    edges = Edge.objects.filter(review=review).values_list("cause_id", "effect_id")
    if graph.leads_to(edges, effect.pk, cause.pk):
        raise Refused(_("That would go round in a circle: it already led there."), field="effect", code="circle")
    if Edge.objects.get_or_create(review=review, cause=cause, effect=effect)[1]:
        tell(CausesTied(record=review.pk, by=by, cause=cause.pk, effect=effect.pk))


@transaction.atomic
def untie(edge: Edge, *, by: Actor) -> None:
    """One thing did not lead to the other, after all."""
    hold_open(edge.review, by=by)
    tell(CausesUntied(record=edge.review_id, by=by, cause=edge.cause_id, effect=edge.effect_id))
    edge.delete()


def _clean(values: dict[str, Any], node: Node | None = None) -> dict[str, Any]:
    if unknown := values.keys() - set(FIELDS):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    category: Category | None = values.get("category")
    is_new = node is None or (category is not None and category.pk != node.category_id)
    if category is not None and is_new and category.state != CategoryState.ACCEPTED:
        raise Refused(_("This kind of cause is not in use."), field="category")
    kind = values.get("kind", node.kind if node else "")
    stands = node.category if node and "category" not in values else category
    if kind == NodeKind.CAUSE and stands is None:
        raise Refused(_("Say which kind of cause it is: patterns are found by it."), field="category", code="missing")
    return {name: value.replace("\x00", "") if isinstance(value, str) else value for name, value in values.items()}
