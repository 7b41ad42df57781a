"""Work on a problem, in order: look for the cause, live with it, remove it, see that it is gone."""

from typing import Any
from urllib.parse import urlsplit

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
    ChangeNamed,
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

AMENDABLE = ("cause", "workaround", "fix", "reference", "change_link")
LONGEST = 20_000
SHORT = {"reference": 300, "change_link": 500}


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
def begin_fix(problem: Problem, *, by: Actor, cause: str, reference: str = "", change_link: str = "") -> None:
    """The cause is known and is being removed; ``reference`` names the change, ``change_link`` is where it stands."""
    reference, link = _clean(reference, "reference"), _clean(change_link, "change_link")
    _refuse_odd_change(reference, link)
    take(problem, "begin_fix", by=by, cause=_clean(cause), reference=reference, change_link=link)
    tell(FixBegun(record=problem.pk, by=by, reference=reference, link=link))


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
    """Write down cause, workaround, fix or change, as somebody who saw ``version``. Raises Stale on a clash.

    Refused (field ``change_link``) for a link that is no https address, and for one without a ``reference``.
    """
    by.need(P.WORK, _("work on problems"))
    if unknown := changes.keys() - set(AMENDABLE):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    clean = {name: _clean(text, name) for name, text in changes.items()}

    def current() -> dict[str, int | str | None]:
        problem.refresh_from_db(fields=list(AMENDABLE))
        return {name: getattr(problem, name) for name in clean}

    current()
    if changed := sorted(name for name, text in clean.items() if getattr(problem, name) != text):
        kept = {name: clean.get(name, getattr(problem, name)) for name in SHORT}
        _refuse_odd_change(kept["reference"], kept["change_link"])
        tickets.claim(problem.ticket, *changed, since=version, current=current)
        Problem.objects.filter(pk=problem.pk).update(**{name: clean[name] for name in changed})
        problem.refresh_from_db(fields=changed)
        _tell_amended(problem, changed, by)


def _tell_amended(problem: Problem, changed: list[str], by: Actor) -> None:
    """A change that is named is told by its name; everything else by the field."""
    is_named = bool(problem.reference and SHORT.keys() & set(changed))
    if is_named:
        tell(ChangeNamed(record=problem.pk, by=by, reference=problem.reference, link=problem.change_link))
    if fields := [name for name in changed if not is_named or name not in SHORT]:
        tell(Amended(record=problem.pk, by=by, fields=fields))


def _refuse_odd_change(reference: str, link: str) -> None:
    """A link is an https address that others can follow, and it belongs to something that has a name."""
    if not link:
        return
    if not reference:
        raise Refused(_("Say what the change is called."), field="reference", code="missing")
    if not _is_https(link):
        raise Refused(_("Give an address that begins with https://."), field="change_link")


def _is_https(link: str) -> bool:
    try:
        parts = urlsplit(link)
        odd = parts.username or parts.port == 0 or any(character.isspace() for character in link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not odd


def _clean(text: str, name: str = "") -> str:
    return text.replace("\x00", "").strip()[: SHORT.get(name, LONGEST)]
