"""What led to what: no circle, and read from the incident back to what lies under it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where something stands in the tree: how deep, and whether all that led to it is drawn further up already."""

    node: int
    depth: int
    is_repeated: bool


def leads_to(edges: Iterable[tuple[int, int]], first: int, last: int) -> bool:
    """Whether there is a way from ``first`` to ``last`` along (cause, effect) pairs."""
    effects = defaultdict(list)
    for cause, effect in edges:
        effects[cause].append(effect)
    seen, ahead = {first}, [first]
    while ahead:
        here = ahead.pop()
        if here == last:
            return True
        fresh = [effect for effect in effects[here] if effect not in seen]
        seen.update(fresh)
        ahead.extend(fresh)
    return False


def tree(nodes: Iterable[int], edges: Iterable[tuple[int, int]]) -> list[Place]:
    """Each thing under what it led to, those that led to nothing else on top; one that led to several comes again."""
    nodes, causes, has_effect = list(nodes), defaultdict(list), set()
    for cause, effect in edges:
        causes[effect].append(cause)
        has_effect.add(cause)
    places: list[Place] = []
    drawn: set[int] = set()
    ahead = [(node, 0) for node in reversed(nodes) if node not in has_effect]
    while ahead:
        node, depth = ahead.pop()
        places.append(Place(node, depth, is_repeated=node in drawn))
        if node not in drawn:
            drawn.add(node)
            ahead.extend((cause, depth + 1) for cause in reversed(causes[node]))
    return places
