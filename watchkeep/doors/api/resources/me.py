"""Who I am: the first thing to ask with a new token."""

from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Record

router = Resource("Me")


class MeOut(Record):
    """The caller: who acts, and what they may do."""

    key: str
    """What facts remember: `person:12`, or `token:4` for a program."""
    name: str
    person: int | None
    """The person behind it."""
    organisation: int | None
    teams: list[int]
    permissions: list[str]
    """What the roles of the person and the scopes of the token allow, both."""


@router.read("", MeOut)
def get_me(request: Call) -> MeOut:
    """Who is asking, and what they may do."""
    actor = request.auth
    return MeOut(
        key=actor.key,
        name=actor.name,
        person=actor.person,
        organisation=actor.organisation,
        teams=sorted(actor.teams),
        permissions=sorted(actor.permissions),
    )
