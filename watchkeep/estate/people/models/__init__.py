"""The rows of the people slice, in chapters."""

from watchkeep.estate.people.models.arrivals import Arrival, Known, SpentProof, SyncRun, Told
from watchkeep.estate.people.models.factors import Passkey, RecoveryCode, TotpDevice
from watchkeep.estate.people.models.identities import Group, GroupLine, GroupMember, Identity
from watchkeep.estate.people.models.keys import ApiToken, Session
from watchkeep.estate.people.models.organisations import Organisation
from watchkeep.estate.people.models.persons import Email, Person, known_zone
from watchkeep.estate.people.models.proofs import FreshProof, SentCode, Way
from watchkeep.estate.people.models.roles import Role
from watchkeep.estate.people.models.sources import (
    Factor,
    Flavour,
    Kind,
    LdapDirectory,
    Linking,
    OidcClient,
    SamlPeer,
    ScimClient,
    Source,
)
from watchkeep.estate.people.models.teams import Membership, Team
from watchkeep.estate.people.models.throttles import Throttle

__all__ = [
    "ApiToken",
    "Arrival",
    "Email",
    "Factor",
    "Flavour",
    "FreshProof",
    "Group",
    "GroupLine",
    "GroupMember",
    "Identity",
    "Kind",
    "Known",
    "LdapDirectory",
    "Linking",
    "Membership",
    "OidcClient",
    "Organisation",
    "Passkey",
    "Person",
    "RecoveryCode",
    "Role",
    "SamlPeer",
    "ScimClient",
    "SentCode",
    "Session",
    "Source",
    "SpentProof",
    "SyncRun",
    "Team",
    "Throttle",
    "Told",
    "TotpDevice",
    "Way",
    "known_zone",
]
