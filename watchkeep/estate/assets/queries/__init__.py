"""Reads: what is said of an item and why it stands there, what it was, and what hangs on it."""

from watchkeep.estate.assets.queries.exporting import items_as_csv, relations_as_csv
from watchkeep.estate.assets.queries.governing import (
    Branch,
    Known,
    attributes_of,
    authorities,
    authority_for,
    in_words,
    joins,
    missing_of,
    relation_rules,
    rules_touching,
    source_names,
    tree,
)
from watchkeep.estate.assets.queries.graph import (
    DEEPEST,
    MOST,
    Edge,
    Edges,
    Reach,
    edges_among,
    homes_of,
    reach,
    ways_of_failure,
)
from watchkeep.estate.assets.queries.history import Moment, as_of, changes_of
from watchkeep.estate.assets.queries.installed import BY_TITLE, installed_on
from watchkeep.estate.assets.queries.listing import Filters, Listed, alike, asked, listed
from watchkeep.estate.assets.queries.money import worth_of
from watchkeep.estate.assets.queries.naming import Named, items_named
from watchkeep.estate.assets.queries.places import places_around, places_within
from watchkeep.estate.assets.queries.sources import (
    Provenance,
    claims_of,
    described,
    provenance,
    rulebook,
    source_of_people,
)
from watchkeep.estate.assets.rules.formats import ENDS, FORMATS, TIES, VALUE, label_of
from watchkeep.estate.assets.rules.joining import Joins
from watchkeep.estate.assets.rules.tables import MOST_BYTES, table

__all__ = [
    "BY_TITLE",
    "DEEPEST",
    "ENDS",
    "FORMATS",
    "MOST",
    "MOST_BYTES",
    "TIES",
    "VALUE",
    "Branch",
    "Edge",
    "Edges",
    "Filters",
    "Joins",
    "Known",
    "Listed",
    "Moment",
    "Named",
    "Provenance",
    "Reach",
    "alike",
    "as_of",
    "asked",
    "attributes_of",
    "authorities",
    "authority_for",
    "changes_of",
    "claims_of",
    "described",
    "edges_among",
    "homes_of",
    "in_words",
    "installed_on",
    "items_as_csv",
    "items_named",
    "joins",
    "label_of",
    "listed",
    "missing_of",
    "places_around",
    "places_within",
    "provenance",
    "reach",
    "relation_rules",
    "relations_as_csv",
    "rulebook",
    "rules_touching",
    "source_names",
    "source_of_people",
    "table",
    "tree",
    "ways_of_failure",
    "worth_of",
]
