"""Work on a problem, in order: look for the cause, live with it, remove it, see that it is gone."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.problems.events import (
    Amended,
    BecameKnown,
    Cancelled,
    Closed,
    FixBegun,
    Investigated,
    Reopened,
    Resolved,
)
from watchkeep.work.problems.life.steps import take
from watchkeep.work.problems.models import Problem
from watchkeep.work.problems.permissions import P
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Merge

AMENDABLE = ("cause", "workaround", "fix", "reference")
LONGEST = 20_000


@transaction.atomic
def investigate(problem: Problem, *, by: Actor) -> None:
    """Begin to look for the cause."""
    take(problem, "investigate", by=by)
    tell(Investigated(record=problem.pk, by=by))


@transaction.atomic
def know(problem: Problem, *, by: Actor, workaround: str, cause: str = "") -> None:
    """There is a way to live with it: from now on it is offered on incidents that look like it."""
    details: dict[str, Any] = {"workaround": _clean(workaround), "known_at": clock.now()}
    if cause.strip():
        details["cause"] = _clean(cause)
    take(problem, "know", by=by, **details)
    tell(BecameKnown(record=problem.pk, by=by))


@transaction.atomic
def begin_fix(problem: Problem, *, by: Actor, cause: str, reference: str = "") -> None:
    """The cause is known and is being removed; ``reference`` names the change or its address."""
    reference = reference.replace("\x00", "").strip()[:300]
    take(problem, "begin_fix", by=by, cause=_clean(cause), reference=reference)
    tell(FixBegun(record=problem.pk, by=by, reference=reference))


@transaction.atomic
def resolve(problem: Problem, *, by: Actor, fix: str) -> None:
    """The cause is removed. It is closed once somebody has seen that it is gone."""
    take(problem, "resolve", by=by, fix=_clean(fix), resolved_at=clock.now())
    tell(Resolved(record=problem.pk, by=by, fix=problem.fix[:300]))


@transaction.atomic
def close(problem: Problem, *, by: Actor, verification: str) -> None:
    """Say how one saw that it is gone, and end it."""
    take(problem, "close", by=by, spine={"closed_at": clock.now()}, verification=_clean(verification))
    tell(Closed(record=problem.pk, by=by))


@transaction.atomic
def cancel(problem: Problem, *, by: Actor, reason: str) -> None:
    """Nothing lies under it after all."""
    take(problem, "cancel", by=by, spine={"closed_at": clock.now()}, cancel_reason=_clean(reason)[:300])
    tell(Cancelled(record=problem.pk, by=by, reason=problem.cancel_reason))


@transaction.atomic
def reopen(problem: Problem, *, by: Actor, reason: str) -> None:
    """It is not gone: look again."""
    if not (reason := reason.strip()[:300]):
        raise Refused(_("Say why."), field="reason", code="missing")
    if Merge.objects.filter(ticket=problem.ticket).exists():
        raise Refused(_("It is merged. Take it out again first."), code="wrong_state")
    take(problem, "reopen", by=by, spine={"closed_at": None}, resolved_at=None, verification="", cancel_reason="")
    tell(Reopened(record=problem.pk, by=by, reason=reason))


@transaction.atomic
def amend(problem: Problem, *, by: Actor, version: int | None = None, **changes: str) -> None:
    """Write down cause, workaround, fix or change, as somebody who saw ``version``. Raises Stale on a clash."""
    by.need(P.WORK, _("work on problems"))
    if unknown := changes.keys() - set(AMENDABLE):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    clean = {name: _clean(text)[: 300 if name == "reference" else LONGEST] for name, text in changes.items()}

    def current() -> dict[str, int | str | None]:
        problem.refresh_from_db(fields=list(AMENDABLE))
        return {name: getattr(problem, name) for name in clean}

    current()
    if changed := sorted(name for name, text in clean.items() if getattr(problem, name) != text):
        tickets.claim(problem.ticket, *changed, since=version, current=current)
        Problem.objects.filter(pk=problem.pk).update(**{name: clean[name] for name in changed})
        problem.refresh_from_db(fields=changed)
        tell(Amended(record=problem.pk, by=by, fields=changed))


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST]
