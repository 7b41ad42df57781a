"""The life of somebody here, in chapters: joining, working in teams, coming in, holding keys, leaving.

A person is active or not, and that is the whole map; what they may do is in their roles.
"""

from watchkeep.estate.people.life.coming_in import confirm, end_other_sessions, end_session, identify, log_in, log_out
from watchkeep.estate.people.life.factors import (
    add_totp,
    confirm_totp,
    make_recovery_codes,
    prove_by_code,
    remove_totp,
)
from watchkeep.estate.people.life.joining import (
    activate,
    add_organisation,
    change_roles,
    deactivate,
    edit,
    edit_organisation,
    edit_profile,
    invite,
    meet,
)
from watchkeep.estate.people.life.limiting import may_write
from watchkeep.estate.people.life.passkeys import (
    add_passkey,
    begin_passkey,
    begin_passkey_proof,
    prove_by_passkey,
    remove_passkey,
)
from watchkeep.estate.people.life.passwords import (
    ask_for_reset,
    change_password,
    choose_password,
    password_link,
    person_of_link,
)
from watchkeep.estate.people.life.roles import add_role, edit_role, remove_role
from watchkeep.estate.people.life.teams import add_team, edit_team, join_team, leave_team
from watchkeep.estate.people.life.tokens import issue_token, revoke_token

__all__ = [
    "activate",
    "add_organisation",
    "add_passkey",
    "add_role",
    "add_team",
    "add_totp",
    "ask_for_reset",
    "begin_passkey",
    "begin_passkey_proof",
    "change_password",
    "change_roles",
    "choose_password",
    "confirm",
    "confirm_totp",
    "deactivate",
    "edit",
    "edit_organisation",
    "edit_profile",
    "edit_role",
    "edit_team",
    "end_other_sessions",
    "end_session",
    "identify",
    "invite",
    "issue_token",
    "join_team",
    "leave_team",
    "log_in",
    "log_out",
    "make_recovery_codes",
    "may_write",
    "meet",
    "password_link",
    "person_of_link",
    "prove_by_code",
    "prove_by_passkey",
    "remove_passkey",
    "remove_role",
    "remove_totp",
    "revoke_token",
]
