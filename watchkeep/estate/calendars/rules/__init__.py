"""Business time, reckoned without a database or a clock.

A moment is open when the clock on the wall there shows a time within the day's opening hours and the
day is neither a holiday nor closed. The wall decides also on the days on which summer time begins or
ends: hours that the clock skips are not worked, hours that it shows twice are worked twice.
"""

from watchkeep.estate.calendars.rules.days import closed_because, is_open, knows_holidays, openings
from watchkeep.estate.calendars.rules.hours import DAYS, BadWeek, Hours, Week, week_of
from watchkeep.estate.calendars.rules.reckoning import NeverOpen, add, between

__all__ = [
    "DAYS",
    "BadWeek",
    "Hours",
    "NeverOpen",
    "Week",
    "add",
    "between",
    "closed_because",
    "is_open",
    "knows_holidays",
    "openings",
    "week_of",
]
