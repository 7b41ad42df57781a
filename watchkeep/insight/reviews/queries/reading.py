"""What a review's page shows: marks on the timeline, the tree of causes, hints for its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person
from watchkeep.insight.reviews.models import TEXTS, Edge, Entry, Node, Participant, Review
from watchkeep.insight.reviews.rules import graph, meetings, wording
from watchkeep.insight.reviews.rules.wording import Hint
from watchkeep.kernel import clock
from watchkeep.kernel.models import FactRow


@dataclass(frozen=True)
class Marked:
    """What a review says about its timeline: by fact, and what it added itself."""

    by_fact: Mapping[int, Entry]
    own: list[Entry]


@dataclass(frozen=True)
class Branch:
    """A cause where it stands in the tree, with the ties that lead from it."""

    node: Node
    depth: int
    is_repeated: bool
    ties: list[Edge]


def marks_of(review: Review) -> Marked:
    """The entries of a review with their corrections, in two queries."""
    rows = Entry.objects.filter(review=review).select_related("author").prefetch_related("corrections__author")
    entries = list(rows)
    own = sorted((entry for entry in entries if entry.at), key=lambda entry: (entry.at, entry.pk))
    return Marked({entry.fact: entry for entry in entries if entry.fact}, own)


def tree_of(review: Review) -> list[Branch]:
    """The causes of a review, each under what it led to, in two queries."""
    nodes = {
        node.pk: node
        for node in Node.objects.filter(review=review).select_related("category__parent", "service", "item")
    }
    edges = list(Edge.objects.filter(review=review).select_related("effect"))
    places = graph.tree(nodes, [(edge.cause_id, edge.effect_id) for edge in edges])
    return [
        Branch(nodes[at.node], at.depth, at.is_repeated, [edge for edge in edges if edge.cause_id == at.node])
        for at in places
    ]


def hints_of(review: Review, names: Iterable[str]) -> dict[str, list[Hint]]:
    """Hints for words that put blame on somebody, by field."""
    names = list(names)
    found = {name: wording.hints(getattr(review, name), names) for name in TEXTS}
    return {name: hints for name, hints in found.items() if hints}


def people_around(review: Review) -> list[Person]:
    """Everybody who did something on the incident or takes part in its review."""
    keys = FactRow.objects.filter(
        stream="ticket", record=review.incident_id, at__gte=review.incident.ticket.opened_at, by__startswith="person:"
    ).order_by().values_list("by", flat=True).distinct()  # fmt: skip
    ids = [int(key.partition(":")[2]) for key in keys]
    part = Participant.objects.filter(review=review).values("person")
    return list(Person.objects.filter(Q(pk__in=ids) | Q(pk__in=part)))


def invitation(review: Review) -> str:
    """The meeting of a review for a calendar; empty when there is none."""
    if review.meeting_at is None:
        return ""
    return meetings.document(_meeting(review, review.meeting_at, guests_of(review)), clock.now())


def cancellation(review: Review, at: datetime, guests: Iterable[Person]) -> str:
    """What takes a meeting at that moment out of these people's calendars."""
    return meetings.document(_meeting(review, at, guests), clock.now(), method=meetings.CANCEL)


def guests_of(review: Review) -> list[Person]:
    """Everybody who meets: whoever takes part, and whoever owns the review."""
    part = Participant.objects.filter(review=review).values("person")
    return list(Person.objects.active().filter(Q(pk__in=part) | Q(pk=review.owner_id)).order_by("name", "pk"))


def _meeting(review: Review, at: datetime, guests: Iterable[Person]) -> meetings.Meeting:
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ")
    ticket = review.incident.ticket
    return meetings.Meeting(
        uid=f"{review.number.lower()}@{sender.rpartition('@')[2] or 'watchkeep'}",
        sequence=review.meeting_sequence,
        title=_("Review: %(title)s") % {"title": ticket.title},
        starts_at=at,
        minutes=review.meeting_minutes,
        place=review.meeting_place,
        text=f"{review.number} · {ticket.number} {ticket.title}",
        link=f"{settings.BASE_URL}/reviews/{review.number}",
        organiser=sender,
        guests=tuple((guest.name, guest.email or "") for guest in guests),
    )
