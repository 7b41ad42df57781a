"""The rows of the incidents slice, in chapters."""

from watchkeep.work.incidents.models.incidents import Incident, IncidentQuerySet
from watchkeep.work.incidents.models.reassessing import AffectedService, Assessment, Reckoning, Sign
from watchkeep.work.incidents.models.scales import MatrixCell, ScalesDraft, SeverityDefinition, ThresholdSet
from watchkeep.work.tickets.models import State

__all__ = [
    "AffectedService",
    "Assessment",
    "Incident",
    "IncidentQuerySet",
    "MatrixCell",
    "Reckoning",
    "ScalesDraft",
    "SeverityDefinition",
    "Sign",
    "State",
    "ThresholdSet",
]
