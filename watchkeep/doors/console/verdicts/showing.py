"""How a verdict is drawn: a word with its tone, and each comparison as a bar beside what was expected."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from watchkeep.doors.ui.signs import Words
from watchkeep.insight.verdicts.models import Compared, Finding, Verdict

TONES: dict[str, tuple[str, str]] = {
    Finding.WORSE.value: ("red", "warning"), Finding.BETTER.value: ("green", "check"),
    Finding.SAME.value: ("grey", "minus"), Finding.UNKNOWN.value: ("grey", "help"), "": ("blue", "clock"),
}  # fmt: skip
DECIMALS = 2
WHY: dict[str, Words] = {
    "the history is too short to say what is usual": gettext_lazy("The history is too short to say what is usual."),
    "too little was measured after the change": gettext_lazy("Too little was measured after the change."),
    "nothing was measured": gettext_lazy("Nothing was measured."),
}
SEASONS: dict[str, Words] = {
    "none": gettext_lazy("the hours before"), "day": gettext_lazy("the same time of other days"),
    "week": gettext_lazy("the same time of other weeks"),
}  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A verdict as a badge."""

    label: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Row:
    """One comparison as it is drawn: two bars, expected and seen, at most 100 wide."""

    one: Compared
    word: Word
    expected: int
    seen: int

    @property
    def why(self) -> Words:
        """Why nothing can be said."""
        return WHY.get(self.one.why, self.one.why)

    @property
    def season(self) -> Words:
        """What it was compared with."""
        return SEASONS.get(self.one.season, "")

    @property
    def usual(self) -> str:
        """What was expected, with its unit; of next to nothing that it is less than can be written."""
        expected = self.one.expected
        least = 10**-DECIMALS
        return _with_unit("< 0.01" if 0 < expected < least else _plain(expected), self.one.unit)

    @property
    def found(self) -> str:
        """What was seen, with its unit."""
        return _with_unit(_plain(self.one.seen), self.one.unit)

    @property
    def effect(self) -> str:
        """The difference in percent, where that says something: not of a count of which hardly one was expected."""
        effect = self.one.effect
        is_rare = self.one.indicator_id is None and self.one.expected < 1
        if effect is None or is_rare or not 0.5 <= abs(effect) <= 9999:
            return ""
        return f"{effect:+.0f} %"

    @property
    def sureness(self) -> str:
        """The corrected p-value, as it is read."""
        if self.one.q is None:
            return ""
        return "< 0.001" if self.one.q < 0.001 else f"{self.one.q:.3f}"


def word_of(finding: str) -> Word:
    """The badge of a finding; not judged yet where there is none."""
    tone, icon = TONES[finding]
    return Word(str(Finding(finding).label) if finding else _("Not judged yet"), tone, icon)


def rows(compared: list[Compared]) -> list[Row]:
    """The comparisons as they are drawn."""
    return [_row(one) for one in compared]


def title(verdict: Verdict, compared: list[Compared]) -> str:
    """The finding as a sentence: what a chart of it is called."""
    worse = [one for one in compared if one.finding == Finding.WORSE]
    better = [one for one in compared if one.finding == Finding.BETTER]
    known = sum(1 for one in compared if one.q is not None)
    if worse:
        words = ngettext("%(n)s of %(all)s figure got worse", "%(n)s of %(all)s figures got worse", known)
        return words % {"n": len(worse), "all": known}
    if verdict.is_worse:
        return _("It was worse at first; now nothing is")
    if better:
        words = ngettext("%(n)s of %(all)s figure got better", "%(n)s of %(all)s figures got better, none worse", known)
        return words % {"n": len(better), "all": known}
    if known:
        words = ngettext(
            "The one figure that was compared is as it usually is",
            "None of %(all)s figures differs from what is usual", known,
        )  # fmt: skip
        return words % {"all": known}
    if verdict.judged_at and not (compared or verdict.looks or verdict.early):
        return _("It was taken back before anything could be compared")
    return _("Too little is known to compare")


def _plain(value: float) -> str:
    return f"{value:,.{DECIMALS}f}".rstrip("0").rstrip(".")


def _with_unit(value: str, unit: str) -> str:
    return f"{value} {unit}".strip()


def _row(one: Compared) -> Row:
    """Bars of a count are at least one thing wide: next to nothing expected is no long bar."""
    least = 1.0 if one.indicator_id is None else 0.0
    most = max(abs(one.expected), abs(one.seen), least) or 1.0
    return Row(one, word_of(one.finding), round(100 * abs(one.expected) / most), round(100 * abs(one.seen) / most))
