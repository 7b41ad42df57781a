"""Results as they are drawn: lines with both times, a bar a week, and the largest groups."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.ui.signs import Words
from watchkeep.insight.verdicts.queries import Group, Report, Results, Week

WIDTH, HEIGHT = 720, 120
GAP = 2


@dataclass(frozen=True)
class Line:
    """One figure of this time and of the one before; ``href`` leads to what it counts."""

    words: Words
    now: str
    before: str
    href: str = ""
    is_part: bool = False


@dataclass(frozen=True)
class Bar:
    """One week: how many ended, and how many of them went wrong, from the ground up."""

    week: Week
    x: float
    wide: float
    high: float
    wrong: float

    @property
    def top(self) -> float:
        """Where the bar begins."""
        return HEIGHT - self.high

    @property
    def wrong_top(self) -> float:
        """Where the part that went wrong begins."""
        return HEIGHT - self.wrong


@dataclass(frozen=True)
class Bars:
    """All weeks; ``most``: the largest number that ended in one."""

    bars: list[Bar]
    most: int
    box: str = f"0 0 {WIDTH} {HEIGHT}"


@dataclass(frozen=True)
class Groups:
    """The largest of one sort, each with where it leads."""

    title: Words
    rows: list[tuple[Group, str]]


def lines(report: Report) -> list[Line]:
    """The figures, those that are parts of another set in."""
    now, before = report.now, report.before
    return [
        Line(words, _shown(now, name), _shown(before, name), href, is_part)
        for words, name, href, is_part in _named() if _is_shown(now, name)
    ]  # fmt: skip


def bars(report: Report) -> Bars:
    """A bar a week."""
    most = max((week.ended for week in report.weeks), default=0)
    step, tall = WIDTH / max(len(report.weeks), 1), HEIGHT / max(most, 1)
    drawn = [
        Bar(week, round(at * step + GAP / 2, 1), round(step - GAP, 1), round(week.ended * tall, 1),
            round(week.wrong * tall, 1))
        for at, week in enumerate(report.weeks)
    ]  # fmt: skip
    return Bars(drawn, most)


def groups(report: Report) -> list[Groups]:
    """By team, by model, by service."""
    sorts = (
        (_("By team"), report.teams, "console:team"), (_("By model"), report.models, "console:change-model"),
        (_("By service"), report.services, "console:service"),
    )  # fmt: skip
    return [Groups(words, [(one, reverse(name, args=[one.slug])) for one in rows]) for words, rows, name in sorts]


def _named() -> Iterator[tuple[str, str, str, bool]]:
    """Each figure: what it is called, its name, where it leads, and whether it is a part of the one above."""
    ended, verdicts = f"{reverse('console:changes')}?group=ended", reverse("console:verdicts")
    yield _("Ended"), "ended", ended, False
    yield _("Successful, without harm"), "successful", "", True
    yield _("Called successful, but did harm"), "harmful", "", True
    yield _("Successful with issues"), "with_issues", "", True
    yield _("Backed out"), "backed_out", "", True
    yield _("Failed"), "failed", "", True
    yield _("Nobody has said how yet"), "untold", f"{reverse('console:changes')}?group=evaluating", True
    yield _("Success rate, of those of which it is known"), "percent", "", False
    yield _("Emergencies"), "emergencies", f"{ended}&kind=emergency", False
    yield _("Unannounced"), "unannounced", "", False
    yield _("Verdict: made something worse"), "worse", f"{verdicts}?finding=worse", False
    yield _("Verdict: made something better"), "better", f"{verdicts}?finding=better", False
    yield _("Review: it did harm"), "harm_reviewed", "", False
    yield _("Called off before they were carried out"), "cancelled", "", False


def _is_shown(now: Results, name: str) -> bool:
    return name == "percent" or getattr(now, name) is not None


def _shown(found: Results, name: str) -> str:
    value = getattr(found, name)
    return "-" if value is None else f"{value} %" if name == "percent" else str(value)
