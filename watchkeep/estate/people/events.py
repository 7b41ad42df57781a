"""What the people slice tells. Addresses and names of browsers are told, passwords and keys never."""

from dataclasses import dataclass, field

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OrganisationAdded(Fact, kind="organisation.added", stream="organisation"):
    """We know one more organisation."""

    name: str


@dataclass(frozen=True, kw_only=True)
class OrganisationEdited(Fact, kind="organisation.edited", stream="organisation"):
    """What we know of it has changed."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RoleAdded(Fact, kind="role.added", stream="role"):
    """There is a new role."""

    permissions: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RoleEdited(Fact, kind="role.edited", stream="role"):
    """A role lets its people do more or less than before."""

    granted: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    needs_second_factor: bool = False


@dataclass(frozen=True, kw_only=True)
class RoleRemoved(Fact, kind="role.removed", stream="role"):
    """A role is gone; nobody held it."""

    name: str


@dataclass(frozen=True, kw_only=True)
class TeamAdded(Fact, kind="team.added", stream="team"):
    """There is a new team."""

    name: str


@dataclass(frozen=True, kw_only=True)
class TeamEdited(Fact, kind="team.edited", stream="team"):
    """What we know of a team has changed."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class TeamJoined(Fact, kind="team.joined", stream="team"):
    """Somebody is in the team from now on, or leads it."""

    person: int
    is_lead: bool = False


@dataclass(frozen=True, kw_only=True)
class TeamLeft(Fact, kind="team.left", stream="team"):
    """Somebody is no longer in the team."""

    person: int


@dataclass(frozen=True, kw_only=True)
class Met(Fact, kind="person.met", stream="person"):
    """Somebody who wrote to us is known from now on. They have no password until they ask for one."""


@dataclass(frozen=True, kw_only=True)
class Invited(Fact, kind="person.invited", stream="person"):
    """Somebody may come in, once they have chosen a password."""


@dataclass(frozen=True, kw_only=True)
class Edited(Fact, kind="person.edited", stream="person"):
    """What we know of a person has changed."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RolesChanged(Fact, kind="person.roles_changed", stream="person"):
    """Somebody may do more or less than before."""

    given: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Deactivated(Fact, kind="person.deactivated", stream="person"):
    """Somebody may no longer come in; their sessions and tokens are dead."""


@dataclass(frozen=True, kw_only=True)
class Activated(Fact, kind="person.activated", stream="person"):
    """Somebody may come in again."""


@dataclass(frozen=True, kw_only=True)
class LoggedIn(Fact, kind="person.logged_in", stream="person"):
    """Somebody came in, and how they proved who they are."""

    address: str = ""
    agent: str = ""
    proof: str = "password"


@dataclass(frozen=True, kw_only=True)
class LoginFailed(Fact, kind="person.login_failed", stream="person"):
    """Somebody tried to come in and could not. Record 0 is an account that does not exist."""

    address: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class LockedOut(Fact, kind="person.locked_out", stream="person"):
    """There were too many failures in a row; the door stays shut for a while."""

    address: str = ""
    seconds: int = 0


@dataclass(frozen=True, kw_only=True)
class LoggedOut(Fact, kind="person.logged_out", stream="person"):
    """Somebody left by themselves."""


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Fact, kind="person.session_ended", stream="person"):
    """Somebody ended sessions of theirs elsewhere."""

    count: int = 1


@dataclass(frozen=True, kw_only=True)
class PasswordSet(Fact, kind="person.password_set", stream="person"):
    """There is a new password; every other session has ended."""

    how: str = "changed"


@dataclass(frozen=True, kw_only=True)
class ResetAsked(Fact, kind="person.reset_asked", stream="person"):
    """Somebody asked for a link with which to choose a new password."""

    address: str = ""


@dataclass(frozen=True, kw_only=True)
class FactorAdded(Fact, kind="person.factor_added", stream="person"):
    """There is a new second factor: an authenticator app or a passkey."""

    factor: str


@dataclass(frozen=True, kw_only=True)
class FactorRemoved(Fact, kind="person.factor_removed", stream="person"):
    """A second factor is gone."""

    factor: str


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesMade(Fact, kind="person.recovery_codes_made", stream="person"):
    """There are new recovery codes; the old ones are worth nothing."""

    count: int


@dataclass(frozen=True, kw_only=True)
class TokenIssued(Fact, kind="token.issued", stream="person"):
    """A program got a key to act for this person."""

    token: int
    name: str
    scopes: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Fact, kind="token.revoked", stream="person"):
    """A program's key opens nothing any more."""

    token: int
    name: str


@dataclass(frozen=True, kw_only=True)
class TakenIn(Fact, kind="person.taken_in", stream="person"):
    """Another house brought somebody whom we did not know; they need no password here."""

    source: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Linked(Fact, kind="person.linked", stream="person"):
    """From now on a source's mark means this person: who proves it there comes in here as they."""

    source: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Unlinked(Fact, kind="person.unlinked", stream="person"):
    """A source's mark means this person no longer."""

    source: int
    name: str


@dataclass(frozen=True, kw_only=True)
class SourceAdded(Fact, kind="source.added", stream="source"):
    """There is one more house that knows people."""

    name: str
    speaks: str


@dataclass(frozen=True, kw_only=True)
class SourceEdited(Fact, kind="source.edited", stream="source"):
    """A source is asked otherwise, or believed otherwise. Secrets are told by name alone."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class SourceStarted(Fact, kind="source.started", stream="source"):
    """People come from there from now on."""


@dataclass(frozen=True, kw_only=True)
class SourcePaused(Fact, kind="source.paused", stream="source"):
    """Nobody comes from there until it is started again."""


@dataclass(frozen=True, kw_only=True)
class SourceRemoved(Fact, kind="source.removed", stream="source"):
    """A source is gone, and with it all its marks; the people stay."""

    name: str


@dataclass(frozen=True, kw_only=True)
class GroupMapped(Fact, kind="source.group_mapped", stream="source"):
    """A group there means a role or a team here."""

    group: str
    means: str


@dataclass(frozen=True, kw_only=True)
class GroupUnmapped(Fact, kind="source.group_unmapped", stream="source"):
    """A group there means that role or team no longer."""

    group: str
    means: str


@dataclass(frozen=True, kw_only=True)
class GroupChanged(Fact, kind="source.group_changed", stream="source"):
    """So many people came into a group there, and so many went."""

    group: int
    name: str
    came: int
    went: int


@dataclass(frozen=True, kw_only=True)
class GroupForgotten(Fact, kind="source.group_forgotten", stream="source"):
    """A group is no more there. Told while it still is here, so that what it meant can be taken back."""

    group: int
    name: str


@dataclass(frozen=True, kw_only=True)
class KeyIssued(Fact, kind="source.key_issued", stream="source"):
    """A program that sends people got a new token; the former one works until then, or no longer."""

    former_until: str = ""


@dataclass(frozen=True, kw_only=True)
class RunAsked(Fact, kind="source.run_asked", stream="source"):
    """Somebody wants a directory looked at now."""

    what: str


@dataclass(frozen=True, kw_only=True)
class Synced(Fact, kind="source.synced", stream="source"):
    """A directory was read and followed; how many of each difference there were."""

    run: int
    counts: dict[str, int] = field(default_factory=dict)
    is_trial: bool = False


@dataclass(frozen=True, kw_only=True)
class SyncHeld(Fact, kind="source.sync_held", stream="source"):
    """A run would have deactivated more people than it may, and did nothing."""

    run: int
    leavers: int
    cap: int


@dataclass(frozen=True, kw_only=True)
class SyncFailed(Fact, kind="source.sync_failed", stream="source"):
    """A directory could not be read; nothing was changed that had not been."""

    run: int
    words: str


@dataclass(frozen=True, kw_only=True)
class CodeSent(Fact, kind="person.code_sent", stream="person"):
    """A code is on its way to somebody who is about to prove who they are."""

    address: str


@dataclass(frozen=True, kw_only=True)
class Proved(Fact, kind="person.proved", stream="person"):
    """Somebody who was signed in has proved once more who they are."""

    way: str


FOR_THE_RECORD = (
    OrganisationAdded, OrganisationEdited, RoleAdded, RoleEdited, RoleRemoved, TeamAdded, TeamEdited, Met,
    RolesChanged, LoggedIn, LoginFailed, LockedOut, LoggedOut, SessionEnded, FactorAdded, FactorRemoved,
    RecoveryCodesMade, TokenIssued, TokenRevoked, TakenIn, Unlinked, SourceAdded, SourceEdited, SourceStarted,
    SourcePaused, GroupMapped, GroupUnmapped, KeyIssued, RunAsked, Synced, SyncHeld, SyncFailed, CodeSent, Proved,
)  # fmt: skip
"""What is told for the record alone."""
