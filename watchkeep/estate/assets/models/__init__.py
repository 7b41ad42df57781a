"""Rows of the register: classes, items, who says what of them, what became of it, and relations."""

from watchkeep.estate.assets.models.classes import ROOT_OF_PLACES, AttributeKind, ItemClass
from watchkeep.estate.assets.models.history import Change
from watchkeep.estate.assets.models.imports import ItemFile
from watchkeep.estate.assets.models.items import (
    DECIDED_COLUMNS,
    GONE,
    LENGTHS,
    RESERVED,
    TOLD_COLUMNS,
    Item,
    ItemQuerySet,
    State,
    plainly,
)
from watchkeep.estate.assets.models.relations import (
    MEANINGS,
    Meaning,
    Relation,
    RelationKind,
    RelationQuerySet,
    RelationRule,
)
from watchkeep.estate.assets.models.software import LAST_OF_NAME, Installation, SoftwareList, Title, TitleMoved
from watchkeep.estate.assets.models.sources import PEOPLE, Authority, Report, Source, SourceKind

__all__ = [
    "DECIDED_COLUMNS",
    "GONE",
    "LAST_OF_NAME",
    "LENGTHS",
    "MEANINGS",
    "PEOPLE",
    "RESERVED",
    "ROOT_OF_PLACES",
    "TOLD_COLUMNS",
    "AttributeKind",
    "Authority",
    "Change",
    "Installation",
    "Item",
    "ItemClass",
    "ItemFile",
    "ItemQuerySet",
    "Meaning",
    "Relation",
    "RelationKind",
    "RelationQuerySet",
    "RelationRule",
    "Report",
    "SoftwareList",
    "Source",
    "SourceKind",
    "State",
    "Title",
    "TitleMoved",
    "plainly",
]
