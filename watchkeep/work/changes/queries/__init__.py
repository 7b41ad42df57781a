"""Reads of changes."""

from watchkeep.work.changes.queries.briefing import Brief, brief_of, hanging_on
from watchkeep.work.changes.queries.calendar import MOST_SHOWN, Calendar, Entry, calendar_of
from watchkeep.work.changes.queries.caught import WAITS, stopped_by
from watchkeep.work.changes.queries.conflicts import (
    Plan,
    ask_elsewhere,
    conflicts,
    conflicts_in,
    conflicts_of,
    next_free_slot,
    plan_of_change,
)
from watchkeep.work.changes.queries.drift import differences, drift_of, in_force, told, uncovered, watched_paths
from watchkeep.work.changes.queries.feeds import feed_of
from watchkeep.work.changes.queries.finding import changes_of_item, changes_of_service
from watchkeep.work.changes.queries.freezes import nearest_freeze
from watchkeep.work.changes.queries.gate import HARMLESS, LONGEST, Against, Reason, against, missing
from watchkeep.work.changes.queries.going import Going, UnderWay, under_way
from watchkeep.work.changes.queries.matching import (
    MAY_BEGIN,
    change_named,
    change_numbered,
    change_of_commit,
    change_planned,
    is_its_time,
    model_called,
    service_called,
)
from watchkeep.work.changes.queries.meetings import asks, due_for, minutes_of, waiting_for
from watchkeep.work.changes.queries.neighbours import Neighbour, neighbours_of
from watchkeep.work.changes.queries.pipelines import (
    Place,
    deliveries_of,
    deployments_of,
    deployments_seen_on,
    place_of,
    source_by,
    under_way_on,
)
from watchkeep.work.changes.queries.policies import Verdict, preview_of, sending_to, tried, verdict_on
from watchkeep.work.changes.queries.reading import (
    BANDS,
    Footprint,
    Record,
    footprint,
    lines_of,
    plan_of,
    record_of,
    service_ids,
)
from watchkeep.work.changes.queries.risk import (
    Known,
    Replay,
    Sketch,
    known_of,
    replay,
    risk_of,
    risk_of_sketch,
    sketch_of,
)
from watchkeep.work.changes.rules.conflicts import STOPS, WARNS, Conflict
from watchkeep.work.changes.rules.risk import Question, Score, answers_in_words, band_of, score
from watchkeep.work.changes.rules.timing import EARLY

__all__ = [
    "BANDS",
    "EARLY",
    "HARMLESS",
    "LONGEST",
    "MAY_BEGIN",
    "MOST_SHOWN",
    "STOPS",
    "WAITS",
    "WARNS",
    "Against",
    "Brief",
    "Calendar",
    "Conflict",
    "Entry",
    "Footprint",
    "Going",
    "Known",
    "Neighbour",
    "Place",
    "Plan",
    "Question",
    "Reason",
    "Record",
    "Replay",
    "Score",
    "Sketch",
    "UnderWay",
    "Verdict",
    "against",
    "answers_in_words",
    "ask_elsewhere",
    "asks",
    "band_of",
    "brief_of",
    "calendar_of",
    "change_named",
    "change_numbered",
    "change_of_commit",
    "change_planned",
    "changes_of_item",
    "changes_of_service",
    "conflicts",
    "conflicts_in",
    "conflicts_of",
    "deliveries_of",
    "deployments_of",
    "deployments_seen_on",
    "differences",
    "drift_of",
    "due_for",
    "feed_of",
    "footprint",
    "hanging_on",
    "in_force",
    "is_its_time",
    "known_of",
    "lines_of",
    "minutes_of",
    "missing",
    "model_called",
    "nearest_freeze",
    "neighbours_of",
    "next_free_slot",
    "place_of",
    "plan_of",
    "plan_of_change",
    "preview_of",
    "record_of",
    "replay",
    "risk_of",
    "risk_of_sketch",
    "score",
    "sending_to",
    "service_called",
    "service_ids",
    "sketch_of",
    "source_by",
    "stopped_by",
    "told",
    "tried",
    "uncovered",
    "under_way",
    "under_way_on",
    "verdict_on",
    "waiting_for",
    "watched_paths",
]
