"""Reads of changes."""

from watchkeep.work.changes.queries.briefing import Brief, brief_of
from watchkeep.work.changes.queries.policies import Verdict, decided_by, preview_of, verdict_on
from watchkeep.work.changes.queries.reading import (
    BANDS,
    Record,
    lines_of,
    plan_of,
    record_of,
    service_ids,
)
from watchkeep.work.changes.queries.risk import Replay, Sketch, replay, risk_of, risk_of_sketch, sketch_of
from watchkeep.work.changes.rules.risk import Question, Score, band_of

__all__ = [
    "BANDS",
    "Brief",
    "Question",
    "Record",
    "Replay",
    "Score",
    "Sketch",
    "Verdict",
    "band_of",
    "brief_of",
    "decided_by",
    "lines_of",
    "plan_of",
    "preview_of",
    "record_of",
    "replay",
    "risk_of",
    "risk_of_sketch",
    "service_ids",
    "sketch_of",
    "verdict_on",
]
