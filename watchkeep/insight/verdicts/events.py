"""What can be told of indicators, verdicts and suspects. Texts stay on the record."""

from dataclasses import dataclass, field

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class IndicatorAdded(Fact, kind="indicator.added", stream="indicator"):
    """A service is measured by one more figure."""

    name: str
    service: int


@dataclass(frozen=True, kw_only=True)
class IndicatorEdited(Fact, kind="indicator.edited", stream="indicator"):
    """It is measured, or read, otherwise."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class IndicatorPaused(Fact, kind="indicator.paused", stream="indicator"):
    """No verdict looks at it for now."""


@dataclass(frozen=True, kw_only=True)
class IndicatorResumed(Fact, kind="indicator.resumed", stream="indicator"):
    """Verdicts look at it again."""


@dataclass(frozen=True, kw_only=True)
class IndicatorFails(Fact, kind="indicator.fails", stream="indicator"):
    """Its source no longer answers as it should; told once until it does again."""

    said: str


FOR_THE_RECORD = (IndicatorAdded, IndicatorEdited, IndicatorPaused, IndicatorResumed, IndicatorFails)
"""What nobody hears."""
