"""What the list of alerts can be narrowed by; all of it lives in the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Words
from watchkeep.estate.services.models import Service
from watchkeep.insight.detection.models import Alert, Integration, Status
from watchkeep.kernel.actors import Actor

Choice = tuple[str, Words]

BURNING = "burning"
STATUSES: tuple[Choice, ...] = (
    (BURNING, _("Not recovered")),
    *((status.value, status.label) for status in Status),
    ("", _("All")),
)
SEVERITIES: tuple[Choice, ...] = tuple((severity.value, severity.label) for severity in Alert.Severity)


@dataclass(frozen=True)
class Chooser:
    """One thing to filter by: its name in the address, its words, its choices, the one that stands."""

    name: str
    label: Words
    choices: tuple[Choice, ...]
    value: str

    @property
    def chosen(self) -> Words:
        """The choice that stands, in words."""
        return dict(self.choices).get(self.value, "")


@dataclass(frozen=True)
class Filter:
    """The filter as the address says it; what is unknown filters nothing."""

    status: str
    severity: str
    integration: str
    service: str

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filter":
        """Read it from the address."""
        return cls(
            _known(asked.get("status", BURNING), dict(STATUSES)),
            _known(asked.get("severity", ""), dict(SEVERITIES)),
            _number(asked.get("integration", "")),
            _number(asked.get("service", "")),
        )

    @property
    def values(self) -> dict[str, str]:
        """As the query takes it."""
        return {"severity": self.severity, "integration": self.integration, "service": self.service}

    @property
    def statuses(self) -> tuple[Choice, ...]:
        """The states to choose from."""
        return STATUSES

    def choosers(self, actor: Actor) -> list[Chooser]:
        """The other things to filter by."""
        return [
            Chooser("severity", _("Severity"), SEVERITIES, self.severity),
            Chooser("integration", _("Source"), _named(Integration.objects.visible_to(actor)), self.integration),
            Chooser("service", _("Service"), _named(Service.objects.visible_to(actor).active()), self.service),
        ]


def _known(value: str, choices: Mapping[str, Words]) -> str:
    return value if value in choices else ""


def _number(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 18 else ""


def _named(rows: Iterable[Integration] | Iterable[Service]) -> tuple[Choice, ...]:
    return tuple((str(row.pk), row.name) for row in rows)
