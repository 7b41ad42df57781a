"""Pure decisions: how a stage ends, and what a rule of stages may say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.kernel.errors import Refused

MOST_STAGES = 8
MOST_APPROVERS = 20
MOST_AMONG = 500
LONGEST_DAYS = 60
LEAD = timedelta(hours=1)
"""So long before an answer is needed it has to be there; of a shorter time a quarter."""


class Who(StrEnum):
    """How those who are asked are found."""

    MANAGER = "manager"
    SECOND_MANAGER = "second_manager"
    PERSON = "person"
    TEAM = "team"
    LEADS = "leads"
    SERVICE_LEADS = "service_leads"
    ITEM_OWNERS = "item_owners"
    PEERS = "peers"
    BOARD = "board"

    @property
    def label(self) -> str:
        """In words."""
        return str(_WHO[self])

    @property
    def names_one(self) -> bool:
        """Whether it needs an id: of a person, of a team, or of a board."""
        return self in {Who.PERSON, Who.TEAM, Who.LEADS, Who.BOARD}


_WHO = {
    Who.MANAGER: gettext_lazy("The requester's manager"),
    Who.SECOND_MANAGER: gettext_lazy("The manager's manager"),
    Who.PERSON: gettext_lazy("A person"),
    Who.TEAM: gettext_lazy("Everybody in a team"),
    Who.LEADS: gettext_lazy("The leads of a team"),
    Who.SERVICE_LEADS: gettext_lazy("The leads of the service's team"),
    Who.ITEM_OWNERS: gettext_lazy("The owners of the items"),
    Who.PEERS: gettext_lazy("Colleagues of the same team"),
    Who.BOARD: gettext_lazy("The members of a board"),
}


class Need(StrEnum):
    """How many of those who are asked must agree."""

    ANY = "any"
    ALL = "all"
    QUORUM = "quorum"


class Outcome(StrEnum):
    """How a stage stands."""

    OPEN = "open"
    PASSED = "passed"
    REFUSED = "refused"


class Approver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who is asked: found by their place, or named by the id of a person, team or board.

    ``among`` are the services or items whose owners are meant; without them it is the ticket's own service.
    """

    who: Who
    id: int | None = None
    among: tuple[int, ...] = ()


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One stage: who is asked, how many must agree, when they are reminded, and when it is too late.

    ``quorum`` counts for ``need`` quorum only. ``remind_hours`` 0 reminds nobody.
    """

    name: str
    approvers: tuple[Approver, ...]
    need: Need = Need.ANY
    quorum: int = 2
    remind_hours: int = 24
    expire_days: int = 14

    def needed_of(self, asked: int) -> int:
        """How many of so many must agree. A quorum is never more than there are."""
        return {Need.ANY: 1, Need.ALL: asked, Need.QUORUM: min(self.quorum, asked)}[self.need]


def outcome(stage: Stage, answers: Sequence[bool | None]) -> Outcome:
    """How a stage stands after these answers (None: not yet). Refused as soon as too few can still agree."""
    needed, agreed = stage.needed_of(len(answers)), answers.count(True)
    if agreed >= needed:
        return Outcome.PASSED
    return Outcome.REFUSED if agreed + answers.count(None) < needed else Outcome.OPEN


def times(stage: Stage, now: datetime, needed_by: datetime | None) -> tuple[datetime | None, datetime]:
    """When those who are asked now are reminded, if at all, and when it is too late: never after an answer is of use.

    What was needed before now is asked all the same, and has the time of the stage. Where a reminder would come too
    late it comes at half time.
    """
    expires_at = now + timedelta(days=stage.expire_days)
    if needed_by is not None and needed_by > now:
        expires_at = min(expires_at, needed_by - min(LEAD, (needed_by - now) / 4))
    if not stage.remind_hours:
        return None, expires_at
    remind_at = now + timedelta(hours=stage.remind_hours)
    return (remind_at if remind_at < expires_at else now + (expires_at - now) / 2), expires_at


def is_barred(person: int | None, parties: Collection[int]) -> bool:
    """Nobody approves for themselves: neither whom it is for nor whoever asked for it."""
    return person is None or person in parties


def read_stages(data: Any) -> tuple[Stage, ...]:
    """Stages from plain data. Refused (field ``stages``) when they do not make sense."""
    try:
        stages = msgspec.convert(data, type=tuple[Stage, ...])
    except msgspec.ValidationError as error:
        raise Refused(_("The approval rule cannot be read: %(why)s") % {"why": error}, field="stages") from error
    if len(stages) > MOST_STAGES:
        raise Refused(_("At most %(most)s stages.") % {"most": MOST_STAGES}, field="stages")
    for stage in stages:
        _refuse_unsound(stage)
    return stages


def plain(stages: Iterable[Stage]) -> list[dict[str, Any]]:
    """Stages as a row keeps them."""
    kept: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(list(stages)))
    return kept


def next_meeting(  # noqa: PLR0913  # a rhythm has this many parts
    weekday: int, at_time: time, time_zone: str, after: datetime, *, every_weeks: int = 1, last: datetime | None = None
) -> datetime:
    """The first meeting later than ``after``: on that weekday at that time on the clock of the zone.

    With ``last`` it is so many whole weeks after that one. A time that a change of the clocks leaves out is an hour on.
    """
    zone = ZoneInfo(time_zone)
    start = (last or after).astimezone(zone).date()
    day = start + timedelta(days=(weekday - start.weekday()) % 7)
    step = timedelta(weeks=every_weeks if last else 1)
    if last:
        day += step
    while (found := datetime.combine(day, at_time, zone).astimezone(UTC)) <= after:
        day += step
    return found


def _refuse_unsound(stage: Stage) -> None:
    wrong = ""
    if not stage.name.strip() or len(stage.name) > 80:
        wrong = _("Give each stage a name of at most 80 characters.")
    elif not 0 < len(stage.approvers) <= MOST_APPROVERS:
        wrong = _("A stage asks at least one and at most %(most)s.") % {"most": MOST_APPROVERS}
    elif not all(_is_named(one) for one in stage.approvers):
        wrong = _("Name the person, the team or the board.")
    elif any(len(one.among) > MOST_AMONG for one in stage.approvers):
        wrong = _("A stage looks at no more than %(most)s services or items.") % {"most": MOST_AMONG}
    elif not 1 <= stage.quorum <= 1000:
        wrong = _("A quorum is at least one.")
    elif not (0 <= stage.remind_hours <= 24 * LONGEST_DAYS and 1 <= stage.expire_days <= LONGEST_DAYS):
        wrong = _("A stage ends within %(most)s days.") % {"most": LONGEST_DAYS}
    if wrong:
        raise Refused(wrong, field="stages")


def _is_named(approver: Approver) -> bool:
    if approver.who.names_one:
        return approver.id is not None and 0 < approver.id < 2**63
    return approver.id is None
