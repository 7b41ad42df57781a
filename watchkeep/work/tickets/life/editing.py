"""Fields of a ticket: corrected, assigned, tagged. Of two who save at once nobody is overwritten in silence.

A save is a compare-and-swap on the version. Edits of different fields merge; of two edits of the
same field the second is refused and shown what stands there now.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Membership, Person, Team
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused, Stale
from watchkeep.kernel.facts import tell
from watchkeep.work.tickets import rules
from watchkeep.work.tickets.events import Assigned, Edited, Tagged
from watchkeep.work.tickets.models import Ticket, stirred
from watchkeep.work.tickets.permissions import P


class Keep(Enum):
    """The argument that was not given: leave what is there."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP
EDITABLE: Mapping[str, Callable[[Any], Any]] = {
    "title": rules.clean_title,
    "description": lambda text: text.replace("\x00", "")[: rules.MAX_TEXT],
    "service": lambda service: service,
    "requester": lambda person: person,
    "organisation": lambda organisation: organisation,
    "tags": rules.clean_tags,
}
_LONG = {"description"}
_TRIES = 8


@transaction.atomic
def assign(
    ticket: Ticket,
    *,
    by: Actor,
    team: Team | Keep | None = KEEP,
    person: Person | Keep | None = KEEP,
    version: int | None = None,
) -> None:
    """Give it to a team, a person, or nobody (None). A person who isn't in the new team loses it."""
    by.need(P.ASSIGN, "assign tickets")
    if isinstance(person, Person) and not person.is_active:
        raise Refused(_("%(name)s has left.") % {"name": person.name}, field="person")

    def wanted(fresh: Ticket) -> dict[str, Any]:
        changes = {"team": team, "assignee": person}
        if person is KEEP and team is not KEEP and not _belongs(fresh.assignee_id, team):
            changes["assignee"] = None
        return {name: value for name, value in changes.items() if value is not KEEP}

    if was := _save(ticket, wanted, since=version):
        before = {"team": ticket.team_id, "assignee": ticket.assignee_id} | was
        tell(Assigned(
            record=ticket.pk, by=by, team=ticket.team_id, person=ticket.assignee_id,
            was_team=before["team"], was_person=before["assignee"],
        ))  # fmt: skip


@transaction.atomic
def edit(ticket: Ticket, *, by: Actor, version: int | None = None, **changes: Any) -> None:
    """Correct fields, as somebody who saw ``version``. Raises Stale when one of them has changed since."""
    by.need(P.EDIT, "edit tickets")
    if unknown := changes.keys() - EDITABLE.keys():
        raise Refused(_("This cannot be edited."), field=min(unknown))
    clean = {name: EDITABLE[name](value) for name, value in changes.items()}
    if was := _save(ticket, lambda _fresh: clean, since=version):
        short = [name for name in was if name not in _LONG]
        tell(Edited(
            record=ticket.pk, by=by, version=ticket.version, fields=list(was),
            was={name: _short(was[name]) for name in short},
            now={name: _short(_value(ticket, name)) for name in short},
        ))  # fmt: skip


@transaction.atomic
def tag(ticket: Ticket, *, by: Actor, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
    """Add tags and take tags off."""
    by.need(P.EDIT, "tag tickets")
    more, less = set(rules.clean_tags(add)), set(rules.clean_tags(remove))

    def wanted(fresh: Ticket) -> dict[str, Any]:
        return {"tags": rules.clean_tags({*fresh.tags, *more} - less)}

    if was := _save(ticket, wanted, since=None):
        before, after = set(was["tags"]), set(ticket.tags)
        tell(Tagged(record=ticket.pk, by=by, added=sorted(after - before), removed=sorted(before - after)))


def stir(ticket: Ticket, *fields: str, **values: Any) -> None:
    """Write values, count the version up and let the object in hand know, inside a verb."""
    changes = values | stirred(*fields)
    Ticket.objects.filter(pk=ticket.pk).update(**changes)
    ticket.refresh_from_db(fields=list(changes))


def weigh(ticket: Ticket, cost_of_delay: Decimal) -> None:
    """Keep what a minute of waiting costs, inside a verb: no edit of anybody's, and no version."""
    if ticket.cost_of_delay != cost_of_delay:
        Ticket.objects.filter(pk=ticket.pk).update(cost_of_delay=cost_of_delay)
        ticket.cost_of_delay = cost_of_delay


def claim(ticket: Ticket, *fields: str, since: int | None, current: Callable[[], Mapping[str, Any]]) -> None:
    """Count the version up for fields that a detail row keeps, inside a verb. Stale when they changed since."""
    for _try in range(_TRIES):
        ticket.refresh_from_db(fields=["version", "touched"])
        if since is not None and (clash := rules.overlap(ticket.touched, fields, since)):
            now = current()
            raise _stale({name: now[name] for name in clash}, ticket.version)
        if Ticket.objects.filter(pk=ticket.pk, version=ticket.version).update(**stirred(*fields)):
            ticket.refresh_from_db(fields=["version", "touched", "updated_at"])
            return
    raise _stale({})


def _save(ticket: Ticket, wanted: Callable[[Ticket], Mapping[str, Any]], *, since: int | None) -> dict[str, Any]:
    """Write what differs; return the former values of what was written, by field."""
    for _try in range(_TRIES):
        ticket.refresh_from_db(fields=["version", "touched", *EDITABLE, "team", "assignee"])
        changes = {n: v for n, v in wanted(ticket).items() if _value(ticket, n) != _plain(v)}
        if not changes:
            return {}
        if since is not None and (clash := rules.overlap(ticket.touched, changes, since)):
            raise _stale({name: _value(ticket, name) for name in clash}, ticket.version)
        was = {name: _value(ticket, name) for name in changes}
        written = Ticket.objects.filter(pk=ticket.pk, version=ticket.version)
        if written.update(**changes, **stirred(*changes)):
            ticket.refresh_from_db(fields=["version", "touched", "updated_at", *changes])
            return was
    raise _stale({})


def _belongs(person: int | None, team: Team | Keep | None) -> bool:
    if person is None or not isinstance(team, Team):
        return True
    return Membership.objects.filter(person=person, team=team).exists()


def _value(ticket: Ticket, name: str) -> Any:
    """What a field holds; of a relation its id."""
    relations = ("service", "requester", "organisation", "team", "assignee")
    return getattr(ticket, f"{name}_id" if name in relations else name)


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _short(value: Any) -> str | int | None:
    return ", ".join(value) if isinstance(value, list) else value


def _stale(current: Mapping[str, Any], version: int | None = None) -> Stale:
    words = _("Somebody changed this while you were writing. Nothing was overwritten.")
    return Stale(words, current=current, version=version)
