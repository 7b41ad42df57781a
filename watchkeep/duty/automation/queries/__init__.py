"""Reads: what fits an incident and how it did before, what runs, the library, and what would happen."""

from watchkeep.duty.automation.queries.library import compared, current, library, mark_of, newest, procedure_named
from watchkeep.duty.automation.queries.offers import Offer, offers, records_of
from watchkeep.duty.automation.queries.rehearsing import Rehearsed, rehearse, rehearse_run
from watchkeep.duty.automation.queries.runs import facts_of, going_on, output_of, results_of, runs_of, with_steps
from watchkeep.duty.automation.rules.ranking import Record
from watchkeep.duty.automation.rules.steps import ROLES, stages

__all__ = [
    "ROLES",
    "Offer",
    "Record",
    "Rehearsed",
    "compared",
    "current",
    "facts_of",
    "going_on",
    "library",
    "mark_of",
    "newest",
    "offers",
    "output_of",
    "procedure_named",
    "records_of",
    "rehearse",
    "rehearse_run",
    "results_of",
    "runs_of",
    "stages",
    "with_steps",
]
