"""How risky a change is: 0 to 100, added up from parts that each say in words where their points come from.

The score is additive on purpose: whoever reads it can follow every point, and argue with it. How well it ranks is
measured on the changes that have ended (``auc``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log2
from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PRIOR_FAILURE: Final = 0.1
"""How often a change goes wrong of which nothing is known."""
PRIOR_WEIGHT: Final = 4.0
"""So many relatives the prior counts for: with few relatives the rate stays near it (a Beta prior)."""
LOW, MEDIUM, HIGH = "low", "medium", "high"
MEDIUM_FROM, HIGH_FROM = 30, 60
"""From which score on a risk is medium, and high."""


class Inputs(msgspec.Struct, frozen=True):
    """What is known of a change before it begins, kept with it so that the rule can be replayed on history.

    ``relatives`` weighs how alike each earlier change is (more is more alike) and says whether it went wrong.
    ``busy`` is the part of its time (0 to 1) in which its services are used; without a time (``is_timed``), or where
    none of them has hours of its own (``has_hours``), it is taken to be half. ``freeze_hours``: how far the nearest
    freeze is, 0 within one, None without. ``test`` and ``back_out``: 0 nothing said, 1 said, 2 said well.
    """

    dependants: int = 0
    tier: int = 4
    value_per_hour: float = 0
    on_map: bool = True
    relatives: list[tuple[float, bool]] = []
    steps: int = 0
    touches: int = 0
    outage_minutes: int = 0
    busy: float = 0
    is_timed: bool = True
    has_hours: bool = True
    is_before_weekend: bool = False
    freeze_hours: float | None = None
    collisions: int = 0
    test: int = 0
    back_out: int = 0
    answers: dict[str, str] = {}


class Part(msgspec.Struct, frozen=True):
    """One part of a score: what it is about, its points, the most it can add, and why."""

    name: str
    points: int
    most: int
    why: str


class Question(msgspec.Struct, frozen=True):
    """Something that only a person knows; each answer has its points, 0 to 1."""

    name: str
    words: str
    choices: Mapping[str, tuple[str, float]]


class Score(msgspec.Struct, frozen=True):
    """A score with its parts, what it was reckoned from, and what is still to be asked."""

    parts: tuple[Part, ...]
    inputs: Inputs
    questions: tuple[Question, ...]

    @property
    def total(self) -> int:
        """0 to 100."""
        return min(100, sum(part.points for part in self.parts))

    @property
    def band(self) -> str:
        """Low, medium or high."""
        return band_of(self.total)

    @property
    def unanswered(self) -> list[Question]:
        """What is still to be asked."""
        return [one for one in self.questions if self.inputs.answers.get(one.name) not in one.choices]

    @property
    def answered(self) -> list[tuple[str, str]]:
        """What was asked, and what somebody answered."""
        given = self.inputs.answers
        return [
            (one.words, one.choices[given[one.name]][0]) for one in self.questions if given.get(one.name) in one.choices
        ]

    def plain(self) -> list[dict[str, Any]]:
        """The parts as a row keeps them."""
        kept: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(self.parts))
        return kept


def score(inputs: Inputs) -> Score:
    """Add the parts up. What the data does not say is asked, and counts as middling until it is answered."""
    questions = tuple(_questions(inputs))
    parts = (
        _reach(inputs), _record(inputs), _size(inputs), _time(inputs), _freeze(inputs), _collision(inputs),
        _care(inputs),
    )  # fmt: skip
    return Score(parts, inputs, questions)


def band_of(total: int | None) -> str:
    """Low, medium or high; what was never reckoned is medium."""
    if total is None:
        return MEDIUM
    return HIGH if total >= HIGH_FROM else MEDIUM if total >= MEDIUM_FROM else LOW


def auc(scores: Iterable[tuple[float, bool]]) -> float | None:
    """How likely a change that went wrong has a higher score than one that went well (0.5 is a coin).

    The area under the ROC curve by ranks, ties counted half: Mann and Whitney's U over the product of the counts
    (Hanley and McNeil 1982). None when one of the two sorts is missing.
    """
    ranked = sorted(scores)
    bad = sum(1 for _score, failed in ranked if failed)
    good = len(ranked) - bad
    if not bad or not good:
        return None
    return (_rank_sum(ranked) - bad * (bad + 1) / 2) / (bad * good)


def _rank_sum(ranked: Sequence[tuple[float, bool]]) -> float:
    """The sum of the ranks of what went wrong; equal scores share the middle of their ranks."""
    total, start = 0.0, 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        middle = (start + 1 + end) / 2
        total += middle * sum(1 for _score, failed in ranked[start:end] if failed)
        start = end
    return total


def _reach(inputs: Inputs) -> Part:
    """What hangs on it: a doubling of the services adds the same again; the highest tier weighs most."""
    if not inputs.on_map:
        points = round(28 * _answered(inputs, "notice", 0.5))
        return Part("reach", points, 28, _("The map does not say what hangs on it."))
    spread = min(12.0, 3.5 * log2(1 + inputs.dependants))
    weight = {1: 12, 2: 8, 3: 3, 4: 0}[inputs.tier] if inputs.dependants else 0
    value = min(4.0, inputs.value_per_hour / 2500)
    words = ngettext("%(count)s service fails with it", "%(count)s services fail with it", inputs.dependants)
    why = words % {"count": inputs.dependants}
    if inputs.dependants:
        why += _(", its own among them")
        why += _(", the highest of tier %(tier)s") % {"tier": inputs.tier}
    return Part("reach", round(spread + weight + value), 28, why + ".")


def _record(inputs: Inputs) -> Part:
    """How its relatives went, each weighed by how alike it is; with few of them it stays near what is usual."""
    if not inputs.relatives:
        points = round(24 * _answered(inputs, "done_before", 0.5))
        return Part("record", points, 24, _("Nothing like it has been done before."))
    weight = sum(one for one, _bad in inputs.relatives)
    bad = sum(one for one, failed in inputs.relatives if failed)
    rate = (bad + PRIOR_FAILURE * PRIOR_WEIGHT) / (weight + PRIOR_WEIGHT)
    failed = sum(1 for _weight, failed in inputs.relatives if failed)
    count = len(inputs.relatives)
    words = ngettext(
        "%(failed)s of the %(count)s change most like it went wrong.",
        "%(failed)s of the %(count)s changes most like it went wrong.",
        count,
    )
    return Part("record", round(min(24.0, 60 * rate)), 24, words % {"failed": failed, "count": count})


def _size(inputs: Inputs) -> Part:
    points = min(4.0, inputs.steps / 4) + min(3.0, inputs.touches / 3) + min(3.0, inputs.outage_minutes / 40)
    return Part("size", round(points), 10, _size_in_words(inputs))


def _size_in_words(inputs: Inputs) -> str:
    steps = ngettext("%(count)s step", "%(count)s steps", inputs.steps) % {"count": inputs.steps}
    on = ngettext("%(count)s service or item", "%(count)s services and items", inputs.touches)
    said = {"steps": steps, "touches": on % {"count": inputs.touches}, "minutes": inputs.outage_minutes}
    if inputs.outage_minutes:
        return _("%(steps)s on %(touches)s, down for %(minutes)s min.") % said
    return _("%(steps)s on %(touches)s.") % said


def _time(inputs: Inputs) -> Part:
    points = 7 * inputs.busy + (3 if inputs.is_before_weekend else 0)
    why = _("In %(percent)s%% of its time people use what it touches") % {"percent": round(100 * inputs.busy)}
    if not inputs.is_timed:
        why = _("No time is said yet: half of it counts as used")
    elif not inputs.has_hours:
        why = _("What it touches has no hours of its own: half of its time counts as used")
    if inputs.is_before_weekend:
        why += _(", and a weekend follows")
    return Part("time", round(points), 10, why + ".")


def _freeze(inputs: Inputs) -> Part:
    hours = inputs.freeze_hours
    if hours is None or hours > 72:
        return Part("freeze", 0, 8, _("No freeze is near."))
    if hours <= 0:
        return Part("freeze", 8, 8, _("It lies in a freeze."))
    if hours < 1:
        return Part("freeze", 6, 8, _("A freeze is less than an hour away."))
    words = ngettext("A freeze is %(hours)s hour away.", "A freeze is %(hours)s hours away.", round(hours))
    return Part("freeze", max(1, round(6 * (1 - hours / 72))), 8, words % {"hours": round(hours)})


def _collision(inputs: Inputs) -> Part:
    words = ngettext("%(count)s thing collides with it.", "%(count)s things collide with it.", inputs.collisions)
    why = words % {"count": inputs.collisions} if inputs.collisions else _("Nothing collides with it.")
    return Part("collision", min(8, 4 * inputs.collisions), 8, why)


def _care(inputs: Inputs) -> Part:
    """Test and back-out: what is not said is a risk, and so is what nobody tried."""
    points = {0: 6, 1: 3, 2: 0}[inputs.test] + {0: 6, 1: 3, 2: 0}[inputs.back_out]
    if inputs.back_out:
        points = min(12, points + round(3 * _answered(inputs, "tried_back", 0.0)))
    said = {0: _("missing"), 1: _("thin"), 2: _("good")}
    words = _("Test plan: %(test)s, back-out plan: %(back_out)s.")
    return Part("care", points, 12, words % {"test": said[inputs.test], "back_out": said[inputs.back_out]})


def _questions(inputs: Inputs) -> Iterable[Question]:
    """Only what the data does not say."""
    if not inputs.on_map:
        yield Question("notice", _("Who notices if it goes wrong?"), {
            "nobody": (_("Hardly anybody"), 0.1), "team": (_("One team"), 0.4), "many": (_("Many, or customers"), 1.0),
        })  # fmt: skip
    if not inputs.relatives:
        yield Question("done_before", _("Has somebody here done this before?"), {
            "often": (_("Often, and it went well"), 0.15), "once": (_("Once or twice"), 0.5),
            "never": (_("Never"), 0.9),
        })  # fmt: skip
    if inputs.back_out:
        yield Question("tried_back", _("Has the back-out been tried?"), {
            "yes": (_("Yes"), 0.0), "part": (_("In part"), 0.5), "no": (_("No"), 1.0),
        })  # fmt: skip


def _answered(inputs: Inputs, name: str, otherwise: float) -> float:
    """The points of an answer, 0 to 1; what was not answered, or is none of the choices, counts as ``otherwise``."""
    given = inputs.answers.get(name, "")
    for question in _questions(inputs):
        if question.name == name and given in question.choices:
            return question.choices[given][1]
    return otherwise


def answers_in_words(answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """The questions that were answered, each with its answer in words."""
    asked = _questions(Inputs(on_map=False, back_out=1))
    return [(one.words, one.choices[given][0]) for one in asked if (given := answers.get(one.name, "")) in one.choices]
