"""Carrying out an order on one ticket: what it would change, doing it whole or not at all, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.desk import queries, rules
from watchkeep.work.desk.life.kinds import KINDS, act, verbs_open_to
from watchkeep.work.desk.rules import Order
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import State, Ticket
from watchkeep.work.tickets.permissions import P

FIELDS = ("team", "assignee", "service")


@dataclass(frozen=True)
class Change:
    """One thing that would be another, in words."""

    what: str
    was: str
    now: str


@dataclass(frozen=True)
class Plan:
    """What an order would do to a ticket, or why it cannot."""

    ticket: Ticket
    changes: list[Change] = field(default_factory=list)
    text: str = ""
    refusal: str = ""

    @property
    def is_possible(self) -> bool:
        """Whether there is something to do and nothing against it."""
        return bool(self.changes) and not self.refusal


@dataclass(frozen=True)
class Effect:
    """What stood there before and what was set, by field: what an undo needs to know."""

    was: dict[str, Any]
    now: dict[str, Any]


def plan(ticket: Ticket, order: Order, *, by: Actor) -> Plan:
    """What the order would do, asked without doing it."""
    changes, text, refusal = _fields(ticket, order, by), "", _not_allowed(order, by)
    if order.body:
        values = queries.values_for(ticket, by)
        if gaps := rules.missing(order.body, values):
            refusal = refusal or _("“%(name)s” has no value here.") % {"name": gaps[0]}
        else:
            text = rules.fill(order.body, values)
            changes.append(Change(str(_("Note") if order.way == "note" else _("Reply")), "", text[:120]))
    if order.verb:
        if order.verb in verbs_open_to(ticket, by):
            step = KINDS[ticket.kind].steps[order.verb]
            stands, ends = State(ticket.state), State(step.end or ticket.state)
            changes.append(Change(str(step.label), str(stands.label), str(ends.label)))
        else:
            refusal = refusal or _("Not possible from where it stands, or not yours to do.")
    if not changes and not refusal:
        refusal = _("Nothing would change.")
    return Plan(ticket, changes, text, refusal)


@transaction.atomic
def carry_out(ticket: Ticket, order: Order, *, by: Actor) -> Effect:
    """Do all of it in one transaction: words first, then fields, then the verb. What is refused undoes the rest."""
    was = _standing(ticket)
    if order.body:
        write = tickets.note if order.way == "note" else tickets.reply
        write(ticket, by=by, body=rules.fill(order.body, queries.values_for(ticket, by)))
    if handed := _handed(order, by):
        tickets.assign(ticket, by=by, **handed)
    if order.service:
        tickets.edit(ticket, by=by, service=_found(Service, order.service, by, "service"))
    if order.add_tags or order.remove_tags:
        tickets.tag(ticket, by=by, add=order.add_tags, remove=order.remove_tags)
    if order.verb:
        act(ticket, order.verb, by=by, words=order.words)
    ticket.refresh_from_db(fields=["team", "assignee", "service", "tags", "state"])
    now = _standing(ticket)
    changed = [name for name in was if was[name] != now[name]]
    return Effect({name: was[name] for name in changed}, {name: now[name] for name in changed})


@transaction.atomic
def take_back(ticket: Ticket, effect: Effect, verb: str, *, by: Actor) -> list[str]:
    """Set back each field that still holds what was set; return the names of those that do not, or cannot go back.

    A state goes back by the verb that takes it back, which may lead elsewhere than where it stood.
    """
    ticket.refresh_from_db(fields=["team", "assignee", "service", "tags", "state", "is_open"])
    standing, kept = _standing(ticket), []
    free = {name for name, value in effect.now.items() if standing[name] == value}
    if "state" in effect.now and not ("state" in free and _reverse(ticket, verb, by)):
        kept.append("state")
    kept += [name for name in (*FIELDS, "tags") if name in effect.now and name not in free]
    handed = {"team": "team", "assignee": "person"}
    models: dict[str, Any] = {"team": Team, "assignee": Person}
    if back := [name for name in handed if name in free]:
        rows = {handed[name]: models[name].objects.filter(pk=effect.was[name]).first() for name in back}
        tickets.assign(ticket, by=by, **rows)
    if "service" in free:
        tickets.edit(ticket, by=by, service=Service.objects.filter(pk=effect.was["service"]).first())
    if "tags" in free:
        was, now = set(effect.was["tags"]), set(effect.now["tags"])
        tickets.tag(ticket, by=by, add=was - now, remove=now - was)
    return kept


def _reverse(ticket: Ticket, verb: str, by: Actor) -> bool:
    known = KINDS[ticket.kind].verbs.get(verb)
    if known is None or not known.back or known.back not in verbs_open_to(ticket, by):
        return False
    act(ticket, known.back, by=by, words=_("Taken back"))
    return True


def _standing(ticket: Ticket) -> dict[str, Any]:
    own = {name: getattr(ticket, f"{name}_id") for name in FIELDS}
    return {**own, "tags": list(ticket.tags), "state": str(ticket.state)}


def _handed(order: Order, by: Actor) -> dict[str, Any]:
    handed: dict[str, Any] = {}
    if order.team:
        handed["team"] = _found(Team, order.team, by, "team")
    if order.to_nobody:
        handed["person"] = None
    elif person := by.person if order.to_me else order.person:
        handed["person"] = _found(Person, person, by, "person")
    return handed


def _fields(ticket: Ticket, order: Order, by: Actor) -> list[Change]:
    handed, changes, none = _handed(order, by), [], _("none")
    if "team" in handed and handed["team"].pk != ticket.team_id:
        changes.append(Change(_("Team"), str(ticket.team or none), str(handed["team"])))
    if "person" in handed and (handed["person"].pk if handed["person"] else None) != ticket.assignee_id:
        changes.append(Change(_("Assignee"), str(ticket.assignee or none), str(handed["person"] or none)))
    if order.service and order.service != ticket.service_id:
        service = _found(Service, order.service, by, "service")
        changes.append(Change(_("Service"), str(ticket.service or none), str(service)))
    tags = sorted({*ticket.tags, *order.add_tags} - {*order.remove_tags})
    if tags != ticket.tags:
        changes.append(Change(_("Tags"), ", ".join(ticket.tags) or none, ", ".join(tags) or none))
    return changes


def _not_allowed(order: Order, by: Actor) -> str:
    """What this actor may not do of it, in words."""
    needs = (
        (P.NOTE if order.way == "note" else P.REPLY, bool(order.body), _("write here")),
        (P.ASSIGN, bool(order.team or order.person or order.to_me or order.to_nobody), _("assign tickets")),
        (P.EDIT, bool(order.service or order.add_tags or order.remove_tags), _("edit tickets")),
    )
    for permission, is_asked, what in needs:
        if is_asked and not by.may(permission):
            return _("%(name)s may not %(what)s.") % {"name": by.name, "what": what}
    return ""


def _found(model: Any, key: int, by: Actor, name: str) -> Any:
    row = model.objects.visible_to(by).filter(pk=key).first()
    if row is None:
        raise Refused(_("There is no such record."), field=name, code="unknown")
    return row


NO = (Refused, NotAllowed)
"""How a ticket says that it does not do it."""
