"""Changing many tickets: asked for, carried out one ticket a transaction, and taken back while that is possible.

If the process dies here, one ticket's transaction never was: it is still waiting, and the next sweep goes on with it.
Who asked is asked again for each ticket: with the roles of that moment, and never with more than they had when asking.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries as people
from watchkeep.kernel import clock, live, queue
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.desk import queries
from watchkeep.work.desk.events import RunAsked, RunEnded, RunUndone, UndoAsked
from watchkeep.work.desk.life.carrying import NO, Effect, carry_out, take_back
from watchkeep.work.desk.models import Outcome, Run, RunItem
from watchkeep.work.desk.permissions import P
from watchkeep.work.desk.rules import Order
from watchkeep.work.tickets.models import Ticket

MOST = 2000
"""How many tickets one run changes at most."""
UNDO_WITHIN = timedelta(hours=1)
WAKE = "desk"


@transaction.atomic
def ask(tickets: Iterable[int], order: Order, *, by: Actor) -> Run:
    """Ask for a change of these tickets (ids). It begins at once, in the background."""
    by.need(P.CHANGE_MANY, "change many tickets at once")
    if by.person is None:
        raise NotAllowed(f"{by.name} is nobody who could be asked.", permission=P.CHANGE_MANY)
    if order.is_empty:
        raise Refused(_("Say what shall change."), code="empty")
    seen = Ticket.objects.visible_to(by).filter(pk__in=list(dict.fromkeys(tickets))[: MOST + 1])
    ids = list(seen.order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise Refused(_("No ticket is chosen."), field="tickets", code="missing")
    if len(ids) > MOST:
        raise Refused(_("At most %(most)s tickets at once.") % {"most": MOST}, field="tickets", code="too_many")
    now = clock.now()
    run = Run.objects.create(
        person_id=by.person, actor_key=str(by), may=sorted(by.permissions), order=order.kept(), total=len(ids),
        asked_at=now, step_at=now,
    )  # fmt: skip
    RunItem.objects.bulk_create([RunItem(run=run, ticket_id=pk) for pk in ids], batch_size=1000)
    tell(RunAsked(record=run.pk, by=by, tickets=len(ids)))
    queue.nudge(WAKE)
    return run


@transaction.atomic
def step() -> bool:
    """Do one ticket of one run that is due; whether there was one. Two workers never have the same run in hand."""
    due = Run.objects.due(clock.now()).select_for_update(skip_locked=True, of=("self",))
    run = due.select_related("person").first()
    if run is None:
        return False
    wanted = Outcome.CHANGED if run.undo_asked_at else Outcome.WAITING
    item = RunItem.objects.filter(run=run, outcome=wanted).select_related(*_BESIDE).order_by("id").first()
    if item is None:
        _end(run)
    elif run.undo_asked_at:
        _undo(run, item)
    else:
        _do(run, item)
    live.changed(f"bulk_run:{run.pk}")
    return True


@transaction.atomic
def undo(run: Run, *, by: Actor) -> None:
    """Take a whole run back: each field that still holds what it set. Only whoever asked for it, within the hour."""
    by.need(P.CHANGE_MANY, "change many tickets at once")
    if by.person != run.person_id:
        raise NotAllowed("This run is somebody else's.", permission=P.CHANGE_MANY)
    now = clock.now()
    rows = Run.objects.filter(pk=run.pk, ended_at__isnull=False, undo_asked_at=None, undo_until__gt=now)
    if not rows.update(undo_asked_at=now, step_at=now):
        raise Refused(_("It can no longer be taken back."), code="too_late")
    run.refresh_from_db()
    tell(UndoAsked(record=run.pk, by=by))
    queue.nudge(WAKE)


def _do(run: Run, item: RunItem) -> None:
    """Carry it out on one ticket; what is refused there stops nobody else."""
    try:
        actor = _actor(run)
        _seen(item.ticket, actor)
        with transaction.atomic():
            effect = carry_out(item.ticket, run.does, by=actor)
    except NO as no:
        _note(item, Outcome.REFUSED, no.message)
    else:
        is_changed = bool(effect.now or run.does.body)
        item.was, item.now = effect.was, effect.now
        _note(item, Outcome.CHANGED if is_changed else Outcome.SAME)


def _undo(run: Run, item: RunItem) -> None:
    """Take it back on one ticket."""
    says = _("What was written stays.") if run.does.body else ""
    try:
        actor = _actor(run)
        _seen(item.ticket, actor)
        with transaction.atomic():
            kept = take_back(item.ticket, Effect(item.was, item.now), run.does.verb, by=actor)
    except NO as no:
        _note(item, Outcome.KEPT, no.message)
    else:
        if kept:
            says = _("Not taken back, because it was changed since or has no way back: %(what)s") % {
                "what": ", ".join(kept)
            }
        _note(item, Outcome.KEPT if kept or not item.now else Outcome.UNDONE, says)


def _end(run: Run) -> None:
    """Nothing is left to do."""
    now, counted = clock.now(), queries.progress_of(run)
    if run.undo_asked_at:
        Run.objects.filter(pk=run.pk).update(undone_at=now, step_at=None)
        undone, kept = counted.counts[Outcome.UNDONE], counted.counts[Outcome.KEPT]
        tell(RunUndone(record=run.pk, by=run.actor_key, undone=undone, kept=kept))
    else:
        Run.objects.filter(pk=run.pk).update(ended_at=now, undo_until=now + UNDO_WITHIN, step_at=None)
        tell(RunEnded(record=run.pk, by=run.actor_key, changed=counted.changed, refused=counted.refused))


def _note(item: RunItem, outcome: str, says: str = "") -> None:
    item.outcome, item.says = outcome, says[:300]
    item.save(update_fields=["outcome", "says", "was", "now"])


def _actor(run: Run) -> Actor:
    """Who asked, with what they may now and could then. NotAllowed for somebody who has left."""
    if not run.person.is_active:
        raise NotAllowed(_("%(name)s has left.") % {"name": run.person.name})
    now = people.actor_for(run.person)
    return Actor(
        key=run.actor_key, name=run.person.name, permissions=now.permissions & frozenset(run.may), person=now.person,
        organisation=now.organisation, teams=now.teams,
    )  # fmt: skip


def _seen(ticket: Ticket, actor: Actor) -> None:
    if not Ticket.objects.readable_by(actor).filter(pk=ticket.pk).exists():
        raise NotAllowed(_("This ticket is no longer yours to see."))


_BESIDE = ("ticket__service", "ticket__team", "ticket__assignee", "ticket__requester", "ticket__organisation")
