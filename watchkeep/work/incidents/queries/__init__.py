"""Reads, in chapters: what hangs together, what is affected now, and what other scales would have meant."""

from watchkeep.work.incidents.queries.course import worst
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
from watchkeep.work.incidents.queries.replay import Difference, Replay, replay
from watchkeep.work.incidents.queries.ties import ALIKE, LOOKED_AT, children, family, open_followers, past

__all__ = [
    "ALIKE",
    "LOOKED_AT",
    "Difference",
    "Picture",
    "Replay",
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
    "replay",
    "worst",
]
