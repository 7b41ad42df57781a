"""What one may do with people and their keys."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the people slice."""

    SEE = "person.see"
    MANAGE = "person.manage"
    TEAMS = "team.manage"
    ROLES = "role.manage"
    ORGANISATIONS = "organisation.manage"
    TOKENS = "token.issue"
    AUDIT = "audit.see"
    SETTINGS = "settings.see"
    SEE_SOURCES = "identity.see"
    SOURCES = "identity.manage"
