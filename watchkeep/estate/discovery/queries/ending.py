"""Ends that come: who hears of them, and how long before."""

from __future__ import annotations

from django.db.models import QuerySet

from watchkeep.estate.assets.models import Item, Relation, RelationKind
from watchkeep.estate.discovery.models import Notice
from watchkeep.estate.people.models import Person

MOST_OWNERS = 20


def owners_of(item: int) -> list[int]:
    """Who owns an item, or is in the team that does; where nobody does, the same of what it protects."""
    protected = Relation.objects.open().filter(from_item=item, kind=RelationKind.PROTECTS).values("to_item")
    for rows in (Item.objects.filter(pk=item), Item.objects.filter(pk__in=protected)):
        owned = [*rows.exclude(owner_person=None).values_list("owner_person", flat=True)[:MOST_OWNERS]]
        teams = rows.filter(owner_person=None).exclude(owner_team=None).values("owner_team")
        members = Person.objects.filter(teams__in=teams, is_active=True).values_list("pk", flat=True)
        if found := [*dict.fromkeys([*owned, *members[:MOST_OWNERS]])]:
            return [one for one in found if one]
    return []


def protected_by(item: int) -> list[str]:
    """The names of what an item protects, some of them."""
    rows = Relation.objects.open().filter(from_item=item, kind=RelationKind.PROTECTS).order_by("to_item__name")
    return list(rows.values_list("to_item__name", flat=True)[:MOST_OWNERS])


def notices() -> QuerySet[Notice]:
    """How many days before which ends they are told."""
    return Notice.objects.order_by("kind")
