"""Corrective actions: opened with an owner and a day, done with evidence, and opened again when it did not help."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person
from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.events import (
    ActionDone,
    ActionDropped,
    ActionEdited,
    ActionHeld,
    ActionOpened,
    ActionReopened,
    Recurred,
)
from watchkeep.insight.reviews.life.steps import ACTIONS
from watchkeep.insight.reviews.models import Action, Review
from watchkeep.insight.reviews.permissions import P
from watchkeep.insight.reviews.rules import nudges
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.numbering import next_number
from watchkeep.kernel.records import save
from watchkeep.work.incidents import life as incidents
from watchkeep.work.problems import life as problems
from watchkeep.work.tickets.models import Kind, State, Ticket

HELD_DAYS = (30, 90)
"""After so many days without a recurrence an action is looked at; after the last it counts as proven."""
AGAIN = timedelta(days=14)
"""How long its owner has once it was reopened by a recurrence."""
FIELDS = ("title", "detail", "type", "owner", "team", "due_on", "node")


@transaction.atomic
def open_action(
    *,
    by: Actor,
    review: Review | None = None,
    problem: Ticket | None = None,
    owner: Person,
    due_on: date,
    **values: Any,
) -> Action:
    """Let somebody do something by a day, because of a review or a problem."""
    by.need(P.MANAGE_ACTIONS, _("open corrective actions"))
    if review is None and (problem is None or problem.kind != Kind.PROBLEM):
        raise Refused(_("An action comes from a review or a problem."), field="review", code="missing")
    _refuse_unfit(review, owner, due_on, values)
    action = Action(number=next_number("ACT"), review=review, problem=problem, owner=owner, due_on=due_on)
    _set_nudges(action)
    save(action, **values)
    tell(ActionOpened(
        record=action.pk, by=by, number=action.number, review=review.pk if review else None, owner=owner.pk,
        due_on=due_on,
    ))  # fmt: skip
    if review:
        incidents.try_closing_again(review.incident_id)
    return action


@transaction.atomic
def edit_action(action: Action, *, by: Actor, **values: Any) -> None:
    """Change words, purpose, owner or day of an open action."""
    by.need(P.MANAGE_ACTIONS, _("change corrective actions"))
    _hold(action)
    if not action.is_open:
        raise Refused(_("It is not open any more."), code="wrong_state")
    was = action.owner_id
    _refuse_unfit(action.review, values.get("owner", action.owner), values.get("due_on", action.due_on), values)
    if changed := save(action, **values):
        if "due_on" in changed:
            _set_nudges(action)
            action.save(update_fields=["nudges", "next_nudge_at"])
        tell(ActionEdited(record=action.pk, by=by, fields=changed, owner=action.owner_id, was_owner=was))


@transaction.atomic
def complete(action: Action, *, by: Actor, evidence: str) -> None:
    """It is done, and here one can see it. From now on a recurrence within ninety days opens it again."""
    now = clock.now()
    until = now + timedelta(days=HELD_DAYS[-1])
    ACTIONS.move(
        action, "done", by=by, evidence=evidence.replace("\x00", "").strip()[:20_000], done_at=now, next_nudge_at=None,
        watch_until=until, next_check_at=now + timedelta(days=HELD_DAYS[0]), held_days=0, **queries.watched_of(action),
    )  # fmt: skip
    tell(ActionDone(record=action.pk, by=by, number=action.number, watch_until=until))


@transaction.atomic
def check(action: Action) -> None:
    """Nothing came back for another while; after ninety days the action has proven itself."""
    days = HELD_DAYS[0] if action.held_days < HELD_DAYS[0] else HELD_DAYS[-1]
    if days == HELD_DAYS[-1]:
        ACTIONS.move(action, "prove", by=CLOCK, held_days=days, next_check_at=None)
    else:
        again = (action.done_at or clock.now()) + timedelta(days=HELD_DAYS[-1])
        Action.objects.filter(pk=action.pk).update(held_days=days, next_check_at=again)
    tell(ActionHeld(record=action.pk, by=CLOCK, number=action.number, days=days))
    if days == HELD_DAYS[-1]:
        _verify(action)


@transaction.atomic
def reopen(action: Action, *, by: Actor, reason: str) -> None:
    """It did not help, or is to be done after all: take it up again."""
    if not (reason := reason.replace("\x00", "").strip()[:300]):
        raise Refused(_("Say why."), field="reason", code="missing")
    _take_up(action, by=by, due_on=max(action.due_on, (clock.now() + AGAIN).date()))
    tell(ActionReopened(record=action.pk, by=by, number=action.number, reason=reason, owner=action.owner_id))


@transaction.atomic
def come_back(action: Action, *, by: Actor, ticket: Ticket, same: str) -> None:
    """An incident shows that it did not help: open it again, and say so on that incident. ``same``: what they share."""
    _take_up(action, by=by, due_on=(clock.now() + AGAIN).date(), recurrences=F("recurrences") + 1, recurred_in=ticket)
    tell(ActionReopened(
        record=action.pk, by=by, number=action.number, reason=ticket.number, owner=action.owner_id,
        recurred_in=ticket.pk, same=same,
    ))  # fmt: skip
    tell(Recurred(
        record=ticket.pk, by=by, action=action.pk, number=action.number, title=action.title[:200], same=same
    ))  # fmt: skip
    _unfix(action, by=by, ticket=ticket)


@transaction.atomic
def drop(action: Action, *, by: Actor, reason: str) -> None:
    """Decide that it is not done, and say why."""
    reason = reason.replace("\x00", "").strip()[:300]
    ACTIONS.move(action, "drop", by=by, drop_reason=reason, next_nudge_at=None)
    tell(ActionDropped(record=action.pk, by=by, number=action.number, reason=reason))


def _verify(action: Action) -> None:
    """All that was to end a problem has held for ninety days: its fix is verified, and a resolved one is closed."""
    for problem in queries.problems_of(action):
        effect = queries.effect_on(problem.ticket)
        if effect.is_proven and problem.state == State.RESOLVED:
            problems.close(problem, by=CLOCK, verification=effect.words)


def _unfix(action: Action, *, by: Actor, ticket: Ticket) -> None:
    """What came back was caused by the same problem, which is not gone."""
    for problem in queries.problems_of(action):
        problems.link_incident(problem, by=by, incident=ticket)
        if problem.state in {State.RESOLVED, State.CLOSED}:
            reason = _("%(incident)s: %(action)s did not prevent it.")
            problems.reopen(problem, by=by, reason=reason % {"incident": ticket.number, "action": action.number})


def _take_up(action: Action, *, by: Actor, due_on: date, **values: Any) -> None:
    action.due_on = due_on
    _set_nudges(action)
    ACTIONS.move(
        action, "reopen", by=by, due_on=due_on, nudges=action.nudges, next_nudge_at=action.next_nudge_at, done_at=None,
        watch_until=None, next_check_at=None, held_days=0, drop_reason="", **values,
    )  # fmt: skip


def _set_nudges(action: Action) -> None:
    action.nudges = nudges.first_ahead(nudges.ACTION, action.due_at, clock.now())
    action.next_nudge_at = nudges.nth(nudges.ACTION, action.due_at, action.nudges).at


def _refuse_unfit(review: Review | None, owner: Person, due_on: date, values: dict[str, Any]) -> None:
    if unknown := values.keys() - set(FIELDS):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    if not owner.is_active:
        raise Refused(_("%(name)s has left.") % {"name": owner.name}, field="owner")
    if due_on.year > 2199:
        raise Refused(_("That day is too far away."), field="due_on")
    node = values.get("node")
    if node is not None and (review is None or node.review_id != review.pk):
        raise Refused(_("It belongs to another review."), field="node")


def _hold(action: Action) -> None:
    Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    action.refresh_from_db(fields=["state", "owner", "due_on"])
