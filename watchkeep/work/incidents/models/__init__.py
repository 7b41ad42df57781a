"""The rows of the incidents slice, in chapters."""

from watchkeep.work.incidents.models.incidents import Incident, IncidentQuerySet
from watchkeep.work.incidents.models.scales import MatrixCell, SeverityDefinition
from watchkeep.work.tickets.models import State

__all__ = ["Incident", "IncidentQuerySet", "MatrixCell", "SeverityDefinition", "State"]
