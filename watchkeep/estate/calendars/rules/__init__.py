"""Business time, reckoned without a database or a clock.

A moment is open when the clock on the wall there shows a time within the day's opening hours and the
day is neither a holiday nor closed. The wall decides also on the days on which summer time begins or
ends: hours that the clock skips are not worked, hours that it shows twice are worked twice.
"""

from watchkeep.estate.calendars.rules.days import closed_because, is_open, knows_holidays, openings
from watchkeep.estate.calendars.rules.hours import DAYS, BadWeek, Hours, Week, week_of
from watchkeep.estate.calendars.rules.occurring import Occurrence, Recurrence, occurrences, refuse_unsound
from watchkeep.estate.calendars.rules.reckoning import NeverOpen, add, between
from watchkeep.estate.calendars.rules.repeating import BadRule, Rule, rule_of
from watchkeep.estate.calendars.rules.wording import in_words

__all__ = [
    "DAYS",
    "BadRule",
    "BadWeek",
    "Hours",
    "NeverOpen",
    "Occurrence",
    "Recurrence",
    "Rule",
    "Week",
    "add",
    "between",
    "closed_because",
    "in_words",
    "is_open",
    "knows_holidays",
    "occurrences",
    "openings",
    "refuse_unsound",
    "rule_of",
    "week_of",
]
