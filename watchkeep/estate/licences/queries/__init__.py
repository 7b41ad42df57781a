"""Reads of licences: titles by product, how products stand, and the rows that a figure stands on."""

from watchkeep.estate.licences.queries.audits import (
    evidence_paper,
    evidence_table,
    lines_in_words,
    progress_by_product,
    refused_seats,
    reviewers_waiting,
    with_progress,
)
from watchkeep.estate.licences.queries.behind import bought_of, next_days, peaks_of, products_named, sign_ins_of
from watchkeep.estate.licences.queries.figures import (
    expected_by,
    free_seats,
    in_words,
    latest,
    numbers_of,
    position_on,
    renewal_of,
    rows_of,
    seats_of,
    terms_of,
)
from watchkeep.estate.licences.queries.standings import Standing, end_of, has_windows, idle_seats, standings
from watchkeep.estate.licences.queries.titles import (
    MOST,
    Version,
    suggested,
    titles_of,
    versions_of,
    with_installations,
)

__all__ = [
    "MOST",
    "Standing",
    "Version",
    "bought_of",
    "end_of",
    "evidence_paper",
    "evidence_table",
    "expected_by",
    "free_seats",
    "has_windows",
    "idle_seats",
    "in_words",
    "latest",
    "lines_in_words",
    "next_days",
    "numbers_of",
    "peaks_of",
    "position_on",
    "products_named",
    "progress_by_product",
    "refused_seats",
    "renewal_of",
    "reviewers_waiting",
    "rows_of",
    "seats_of",
    "sign_ins_of",
    "standings",
    "suggested",
    "terms_of",
    "titles_of",
    "versions_of",
    "with_installations",
    "with_progress",
]
