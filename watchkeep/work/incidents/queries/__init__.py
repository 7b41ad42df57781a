"""Reads, in chapters: what hangs together, and what is affected now."""

from watchkeep.work.incidents.queries.picture import (
    Picture,
    affected,
    all_affected,
    assessment_of,
    figures_of,
    names_of,
    open_on,
    picture,
    reckonings,
)
from watchkeep.work.incidents.queries.ties import ALIKE, LOOKED_AT, children, family, open_followers, past

__all__ = [
    "ALIKE",
    "LOOKED_AT",
    "Picture",
    "affected",
    "all_affected",
    "assessment_of",
    "children",
    "family",
    "figures_of",
    "names_of",
    "open_followers",
    "open_on",
    "past",
    "picture",
    "reckonings",
]
