"""The rows of the people slice, in chapters."""

from watchkeep.estate.people.models.factors import Passkey, RecoveryCode, TotpDevice
from watchkeep.estate.people.models.keys import ApiToken, Session
from watchkeep.estate.people.models.organisations import Organisation
from watchkeep.estate.people.models.persons import Email, Person, known_zone
from watchkeep.estate.people.models.roles import Role
from watchkeep.estate.people.models.teams import Membership, Team
from watchkeep.estate.people.models.throttles import Throttle

__all__ = [
    "ApiToken",
    "Email",
    "Membership",
    "Organisation",
    "Passkey",
    "Person",
    "RecoveryCode",
    "Role",
    "Session",
    "Team",
    "Throttle",
    "TotpDevice",
    "known_zone",
]
