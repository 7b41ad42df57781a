"""How each priority came about is kept: for the room, for the next reason, for replays."""

from typing import Any

from watchkeep.kernel import clock
from watchkeep.work.incidents import queries, rules
from watchkeep.work.incidents.models import Incident, Reckoning
from watchkeep.work.incidents.queries import Picture

_FIGURES = ("people", "customers", "value_per_hour", "tier")
_PRESSED = ("alerts", "reports", "joined", "deadline_minutes", "stalled_minutes")
_SAME = (*_FIGURES, *_PRESSED, "services", "is_recovering", "base_urgency", "said_impact")


def keep(incident: Incident, picture: Picture | None, *, reason: str = "", is_judged: bool = False) -> None:
    """Keep how the priority that stands now came about. Without a picture the figures are those of before."""
    figures = _seen(picture) if picture else _same(incident)
    figures.setdefault("base_urgency", incident.urgency)
    Reckoning.objects.create(
        incident=incident, at=clock.now(), impact=incident.impact, urgency=incident.urgency,
        priority=incident.ticket.priority, is_judged=is_judged, reason=reason[:200], **figures,
    )  # fmt: skip


def _seen(picture: Picture) -> dict[str, Any]:
    figures, pressure = picture.figures, picture.pressure
    seen = {name: getattr(figures, name) for name in _FIGURES} | {name: getattr(pressure, name) for name in _PRESSED}
    return seen | {
        "services": list(figures.services),
        "is_recovering": picture.trend == rules.Trend.RECOVERING,
        "base_urgency": pressure.base,
        "said_impact": picture.assessment.said_impact,
    }


def _same(incident: Incident) -> dict[str, Any]:
    last = queries.reckonings(incident).first()
    return {name: getattr(last, name) for name in _SAME} if last else {}
