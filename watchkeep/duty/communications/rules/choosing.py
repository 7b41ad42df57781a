"""Which template fits, who may approve, and when words are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

LEAD = timedelta(minutes=5)
"""How long before it is due an update lies ready as a draft."""


@dataclass(frozen=True)
class Aim:
    """What a template is for; None is everything."""

    pk: int
    audience: int | None
    severity: int | None
    language: str


def best(aims: Iterable[Aim], *, audience: int, severity: int | None, language: str) -> Aim | None:
    """The template to use: in the language before English, by audience before severity before neither."""
    fitting = [
        aim
        for aim in aims
        if aim.audience in (None, audience) and aim.severity in (None, severity) and aim.language in (language, "en")
    ]
    return max(
        fitting,
        key=lambda aim: (aim.language == language, aim.audience is not None, aim.severity is not None, -aim.pk),
        default=None,
    )


def may_approve(approver: int | None, author: int | None, others: Iterable[int]) -> bool:
    """Nobody approves their own words, unless nobody else could."""
    return author is None or approver != author or not set(others) - {author}


def draft_at(due_at: datetime | None, now: datetime) -> datetime | None:
    """When a draft should lie ready for words that are due then."""
    return None if due_at is None else max(now, due_at - LEAD)
