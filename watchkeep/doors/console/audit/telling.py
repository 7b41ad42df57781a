"""Facts of people, keys and roles in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.sign_in import browsers
from watchkeep.doors.ui.signs import Words
from watchkeep.estate.people.models import Organisation, Person, Role, Source, Team
from watchkeep.kernel.models import FactRow

WORDS: dict[str, tuple[str, str, Words]] = {
    "person.logged_in": ("check", "green", _("signed in")),
    "person.login_failed": ("warning", "amber", _("could not sign in")),
    "person.locked_out": ("lock", "red", _("was locked out after too many attempts")),
    "person.logged_out": ("log-out", "", _("signed out")),
    "person.session_ended": ("log-out", "", _("ended sessions elsewhere")),
    "person.password_set": ("key", "blue", _("set a password")),
    "person.reset_asked": ("mail", "", _("asked for a new password")),
    "person.factor_added": ("shield", "green", _("added a second factor")),
    "person.factor_removed": ("shield", "amber", _("removed a second factor")),
    "person.recovery_codes_made": ("book", "", _("made new recovery codes")),
    "person.invited": ("plus", "blue", _("was invited")),
    "person.edited": ("edit", "", _("was edited")),
    "person.roles_changed": ("shield", "blue", _("got other roles")),
    "person.deactivated": ("pause", "amber", _("was deactivated")),
    "person.activated": ("play", "green", _("was activated")),
    "token.issued": ("key", "blue", _("issued a token")),
    "token.revoked": ("key", "", _("had a token revoked")),
    "role.added": ("shield", "blue", _("is a new role")),
    "role.edited": ("shield", "blue", _("allows something else")),
    "role.removed": ("shield", "amber", _("was removed")),
    "team.added": ("team", "blue", _("is a new team")),
    "team.edited": ("team", "", _("was edited")),
    "team.joined": ("team", "blue", _("took somebody in")),
    "team.left": ("team", "", _("let somebody go")),
    "organisation.added": ("organisation", "blue", _("was added")),
    "organisation.edited": ("organisation", "", _("was edited")),
    "person.taken_in": ("plus", "blue", _("got an account from outside")),
    "person.linked": ("link", "blue", _("was linked to an account outside")),
    "person.unlinked": ("link", "amber", _("was unlinked from an account outside")),
    "source.added": ("shield", "blue", _("is a new source of people")),
    "source.edited": ("shield", "blue", _("is asked or believed otherwise")),
    "source.started": ("play", "green", _("was started")),
    "source.paused": ("pause", "amber", _("was paused")),
    "source.removed": ("shield", "amber", _("was removed")),
    "source.group_mapped": ("team", "blue", _("has a group that means something here")),
    "source.group_unmapped": ("team", "amber", _("has a group that means something no longer")),
    "source.key_issued": ("key", "blue", _("got a new token")),
    "source.run_asked": ("refresh", "", _("was to be looked at")),
    "source.synced": ("refresh", "green", _("was followed")),
    "source.sync_held": ("pause", "amber", _("was not followed: too many would leave")),
    "source.sync_failed": ("error", "red", _("could not be read")),
}
ROWS: dict[str, QuerySet[Any]] = {
    "person": Person.objects.all(),
    "role": Role.objects.all(),
    "team": Team.objects.all(),
    "organisation": Organisation.objects.all(),
    "source": Source.objects.all(),
}


@dataclass(frozen=True)
class Line:
    """One line of the trail."""

    icon: str
    tone: str
    whom: str
    words: Words
    details: str
    by: str
    at: datetime


def lines(rows: Iterable[FactRow]) -> list[Line]:
    """Put facts into words, with one query for each kind of record."""
    kept = list(rows)
    names = {stream: _names(stream, kept) for stream in ROWS}
    people = Person.objects.in_bulk({int(row.by[7:]) for row in kept if row.by.startswith("person:")})
    sources = Source.objects.in_bulk({int(row.by[7:]) for row in kept if row.by.startswith("source:")})
    actors = {f"person:{pk}": person.name for pk, person in people.items()}
    actors |= {f"source:{pk}": source.name for pk, source in sources.items()}
    return [_line(row, names, actors) for row in kept]


def _line(row: FactRow, names: dict[str, dict[int, str]], actors: dict[str, str]) -> Line:
    icon, tone, words = WORDS.get(row.kind, ("info", "", row.kind))
    whom = names[row.stream].get(row.record) or str(row.data.get("name") or _("An unknown account"))
    by = actors.get(row.by, row.by)
    details = ", ".join(
        _detail(name, value) for name, value in row.data.items() if value not in ("", [], {}, None, False)
    )
    return Line(icon, tone, whom, words, details, "" if by == whom else by, row.at)


def _names(stream: str, rows: list[FactRow]) -> dict[int, str]:
    wanted = {row.record for row in rows if row.stream == stream}
    return {pk: str(one) for pk, one in ROWS[stream].in_bulk(wanted).items()}


def _detail(name: str, value: object) -> str:
    if name == "agent":
        return browsers.in_words(str(value))
    if isinstance(value, dict):
        value = [f"{one} {count}" for one, count in value.items()]
    shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{name.replace('_', ' ')}: {shown}"
