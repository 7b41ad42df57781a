"""What stood out in a verdict as drawings: the figures, and beside them what was to be expected."""

from dataclasses import dataclass
from datetime import timedelta

from watchkeep.doors.console.indicators.chart import Chart, floor
from watchkeep.doors.console.verdicts import showing
from watchkeep.insight.verdicts import queries
from watchkeep.insight.verdicts.models import STEP, Compared, Finding, Verdict
from watchkeep.kernel import clock

MOST = 3
BEFORE, AFTER = timedelta(hours=12), timedelta(hours=24)


@dataclass(frozen=True)
class Drawing:
    """One figure: its chart, and from where to where the change was carried out."""

    one: Compared
    word: showing.Word
    chart: Chart
    begun: int
    wide: int


def charts(verdict: Verdict, compared: list[Compared]) -> list[Drawing]:
    """The figures that stood out, from twelve hours before the change to a day after it: one statement."""
    moved = (Finding.WORSE, Finding.BETTER)
    out = {one.indicator_id: one for one in compared if one.indicator_id and one.finding in moved}
    shown = dict(list(out.items())[:MOST])
    if not shown:
        return []
    until = floor(clock.now()) + STEP
    begun, ended = floor(verdict.begun_at), floor(verdict.ended_at or until) + STEP
    until, ended = min(until, ended + AFTER), min(ended, until)
    since = begun - BEFORE
    seasons = {pk: one.season for pk, one in shown.items()}
    found = queries.beside_usual(seasons, begun, ended, since, until)
    drawn = [(shown[pk], Chart.drawn(*found[pk], since, until)) for pk in shown if pk in found]
    return [
        Drawing(
            one, showing.word_of(one.finding), chart, chart.place_of(begun),
            max(2, chart.place_of(ended) - chart.place_of(begun)),
        )
        for one, chart in drawn if chart
    ]  # fmt: skip
