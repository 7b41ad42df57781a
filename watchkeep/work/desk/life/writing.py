"""Macros: written down, and applied to a ticket in one transaction."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Team
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.desk import rules
from watchkeep.work.desk.events import MacroApplied, MacroDropped, MacroSaved
from watchkeep.work.desk.life.carrying import Effect, carry_out
from watchkeep.work.desk.life.kinds import KINDS
from watchkeep.work.desk.models import Macro
from watchkeep.work.desk.permissions import P
from watchkeep.work.desk.rules import Order
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Kind, Ticket

LONGEST = 20_000


@transaction.atomic
def save_macro(
    macro: Macro | None = None,
    *,
    by: Actor,
    name: str,
    order: Order,
    kinds: Iterable[str] = (),
    team: Team | None = None,
    is_shared: bool = False,
) -> Macro:
    """Write a macro, for oneself, for a team of one's own, or for everybody; or change one that is there."""
    _may(by, macro, team, is_shared=is_shared)
    row = macro or Macro(owner_id=by.person or 0)
    row.name, row.team, row.is_shared = _named(name), team, is_shared
    row.kinds, row.order, row.saved_at = _kinds(kinds), _sound(order).kept(), clock.now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(_("There is a macro of this name already."), field="name", code="taken") from None
    tell(MacroSaved(record=row.pk, by=by, name=row.name, is_shared=is_shared, team=team.pk if team else None))
    return row


@transaction.atomic
def drop_macro(macro: Macro, *, by: Actor) -> None:
    """Forget a macro. What it did stays done."""
    _may(by, macro, macro.team, is_shared=macro.is_shared)
    tell(MacroDropped(record=macro.pk, by=by, name=macro.name))
    macro.delete()


@transaction.atomic
def apply_macro(
    macro: Macro, ticket: Ticket, *, by: Actor, body: str | None = None, words: str | None = None
) -> Effect:
    """Do what the macro says, all of it or nothing; ``body`` and ``words`` are what the agent made of its own."""
    by.need(P.APPLY, "apply macros")
    if macro.kinds and ticket.kind not in macro.kinds:
        raise Refused(_("This macro is for other kinds of ticket."), code="other_kind")
    order = macro.does
    if body is not None:
        order = replace(order, body=body)
    if words is not None:
        order = replace(order, words=words)
    effect = carry_out(ticket, order, by=by)
    tell(MacroApplied(record=ticket.pk, by=by, macro=macro.pk, name=macro.name))
    return effect


def _may(by: Actor, macro: Macro | None, team: Team | None, *, is_shared: bool) -> None:
    by.need(P.MACROS, "save macros")
    if by.person is None:
        raise NotAllowed(f"{by.name} is nobody who keeps macros.", permission=P.MACROS)
    if is_shared and team is not None:
        raise Refused(_("A macro is a team's or everybody's, not both."), field="team")
    if is_shared or (macro and macro.is_shared):
        by.need(P.SHARE_MACROS, "share macros")
    if team is not None and team.pk not in by.teams:
        by.need(P.SHARE_MACROS, "write macros for a team of others")
    if macro and macro.pk and macro.owner_id != by.person and not macro.is_shared and macro.team_id not in by.teams:
        by.need(P.SHARE_MACROS, "change what others wrote")


def _named(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise Refused(_("Give it a name."), field="name", code="missing")
    if len(name) > 60:
        raise Refused(_("A name has at most 60 characters."), field="name", code="too_long")
    return name


def _kinds(kinds: Iterable[str]) -> list[str]:
    found = sorted(set(kinds))
    if unknown := set(found) - set(Kind.values):
        raise Refused(_("There is no such kind of ticket."), field="kinds", code=min(unknown)[:40])
    return found


def _sound(order: Order) -> Order:
    """The order with clean tags. Refused, by field, for what could never be carried out."""
    if order.is_empty:
        raise Refused(_("Say what it shall do: words, changes, or a verb."), field="body", code="missing")
    if order.body and order.way not in ("reply", "note"):
        raise Refused(_("Say whether it is a reply or a note."), field="way", code="missing")
    if len(order.body) > LONGEST:
        raise Refused(_("At most %(most)s characters.") % {"most": LONGEST}, field="body", code="too_long")
    rules.check(order.body)
    if order.verb and not any(order.verb in handle.verbs for handle in KINDS.values()):
        raise Refused(_("There is no such verb."), field="verb", code="unknown")
    add, remove = tickets.clean_tags(order.add_tags), tickets.clean_tags(order.remove_tags)
    return replace(order, add_tags=tuple(add), remove_tags=tuple(remove))
