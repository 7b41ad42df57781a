"""Reads of the rules: the tree of classes, what is known of each, what may be joined, and whose word counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from watchkeep.estate.assets.models import Authority, Item, ItemClass, RelationRule, Source, SourceKind
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.assets.queries.sources import rulebook
from watchkeep.estate.assets.rules.joining import ANY, Joins

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


@dataclass(frozen=True)
class Branch:
    """A class in the tree: how many attributes it describes itself, and how many those above it do."""

    cls: ItemClass
    own: int
    inherited: int


@dataclass(frozen=True)
class Known:
    """One attribute of a class, where it is described, and whose word counts for it, if that has a rule of its own."""

    attribute: Mapping[str, Any]
    cls: ItemClass
    trusted: list[str]

    @property
    def name(self) -> str:
        """By which its values are kept."""
        return str(self.attribute["name"])


def tree(actor: Actor) -> list[Branch]:
    """Every class as the tree is read, in one statement."""
    rows = list(ItemClass.objects.visible_to(actor).order_by("path"))
    by_path = {one.path: one for one in rows}
    return [
        Branch(
            one, len(one.attributes),
            len({name for path in one.line[:-1] for name in by_path[path].described()} - one.described().keys()),
        )
        for one in rows
    ]  # fmt: skip


def attributes_of(cls: ItemClass) -> list[Known]:
    """What is known of such things, what the classes above describe first; in three statements."""
    rows = {one.path: one for one in ItemClass.objects.filter(path__in=cls.line).order_by("path")}
    at = {name: (one, row) for row in rows.values() for name, one in row.described().items()}
    rules, names = rulebook(), source_names()
    default = rules.trust(cls.line, "")
    return [
        Known(one, row, in_words(trust.order if (trust := rules.trust(cls.line, name)) != default else (), names))
        for name, (one, row) in at.items()
    ]


def missing_of(item: Item, described: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What has to be said of such things and has not been said of this one, as it is called."""
    return [str(one["label"]) for name, one in described.items() if one.get("required") and name not in item.values]


def joins() -> Joins:
    """Which classes relations may join, in one statement."""
    rows = RelationRule.objects.values_list("kind", "from_cls__path", "to_cls__path", "is_allowed")
    return Joins((kind, one or ANY, other or ANY, is_allowed) for kind, one, other, is_allowed in rows)


def relation_rules(actor: Actor) -> QuerySet[RelationRule]:
    """All rules of relations, the oldest first."""
    rows = RelationRule.objects.select_related("from_cls", "to_cls").order_by("id")
    return rows if actor.may(P.SEE) else rows.none()


def rules_touching(cls: ItemClass, actor: Actor) -> QuerySet[RelationRule]:
    """The rules that speak of this class or of one above it, at either end; those of every class, too."""
    near, far = (Q(**{f"{end}__path__in": cls.line}) | Q(**{end: None}) for end in ("from_cls", "to_cls"))
    return relation_rules(actor).filter(near | far)


def authorities(actor: Actor) -> QuerySet[Authority]:
    """Whose word counts: the rules for everything first, then by class."""
    rows = Authority.objects.select_related("cls").order_by("cls__path", "attribute", "id")
    return rows if actor.may(P.SEE) else rows.none()


def authority_for(cls: ItemClass | None, attribute: str) -> Authority | None:
    """The rule that decides for an attribute of a class, or of all; None when nothing was said."""
    line = cls.line if cls else []
    rows = {
        (one.cls.path if one.cls else "", one.attribute): one
        for one in Authority.objects.filter(Q(cls=None) | Q(cls__path__in=line)).select_related("cls")
    }  # fmt: skip
    asked = ((path, name) for name in (attribute, "") for path in (*reversed(line), ""))
    return next((rows[one] for one in asked if one in rows), None)


def source_names() -> dict[str, str]:
    """What rules of authority can name: kinds of source, and sources."""
    own = dict(Source.objects.order_by("name").values_list("slug", "name"))
    return own | {one.value: str(one.label) for one in SourceKind}


def in_words(order: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """An order of trust as people read it."""
    return [names.get(one, one) for one in order]
