"""Freezes: declared, moved and lifted; and single changes let through, by somebody and for a reason."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many
from watchkeep.kernel.records import save
from watchkeep.work.changes import events, queries
from watchkeep.work.changes.models import Change, Freeze, FreezeCatch, FreezeException
from watchkeep.work.changes.permissions import P

RULE = Actor.system("rule:freeze", "Freezes")
TIES = ("services", "teams", "templates")


@transaction.atomic
def declare_freeze(*, by: Actor, name: str, reason: str, **values: Any) -> Freeze:
    """Say from when until when nothing may be changed, where and why."""
    by.need(P.MANAGE, _("declare freezes"))
    freeze = Freeze()
    _set(freeze, {"name": name, "reason": reason} | values)
    tell(
        events.FreezeDeclared(
            record=freeze.pk, by=by, name=freeze.name, starts_at=freeze.starts_at, ends_at=freeze.ends_at
        )
    )
    return freeze


@transaction.atomic
def change_freeze(freeze: Freeze, *, by: Actor, **values: Any) -> None:
    """Change when it holds, where, why, or what may be changed all the same. What is over stays as it was."""
    by.need(P.MANAGE, _("change freezes"))
    held = _held(freeze)
    changed = _set(held, values)
    freeze.refresh_from_db()
    if changed:
        tell(events.FreezeChanged(record=freeze.pk, by=by, changed=changed))


@transaction.atomic
def lift_freeze(freeze: Freeze, *, by: Actor) -> None:
    """Let it hold no longer."""
    by.need(P.MANAGE, _("lift freezes"))
    held = _held(freeze)
    held.lifted_at = clock.now()
    held.save(update_fields=["lifted_at"])
    freeze.refresh_from_db()
    tell(events.FreezeLifted(record=freeze.pk, by=by))


@transaction.atomic
def let_through(freeze: Freeze, change: Change, *, by: Actor, reason: str) -> FreezeException:
    """Let this one change through, for a reason. Nobody lets through what they asked for, own or carry out."""
    by.need(P.MANAGE, _("let changes through a freeze"))
    held = _held(freeze)
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise Refused(_("Say why."), field="reason", code="missing")
    if by.person in change.parties:
        raise Refused(_("Somebody else must let it through: it is yours."), code="own_change")
    if FreezeException.objects.filter(freeze=held, change=change).exists():
        raise Refused(_("It is let through already."), field="change")
    FreezeCatch.objects.filter(freeze=held, change=change).delete()
    exception = FreezeException(freeze=held, change=change, allowed_by_id=by.person)
    save(exception, reason=reason[:500])
    tell(events.LetThrough(record=change.pk, by=by, freeze=held.pk, name=held.name, reason=reason[:300]))
    return exception


@transaction.atomic
def stop_again(exception: FreezeException, *, by: Actor) -> None:
    """Take back that a change may pass."""
    by.need(P.MANAGE, _("let changes through a freeze"))
    change, freeze = exception.change_id, exception.freeze
    if not FreezeException.objects.filter(pk=exception.pk).delete()[0]:
        raise Refused(_("That was taken back already."))
    if queries.stopped_by(freeze).filter(pk=change).exists():
        FreezeCatch.objects.get_or_create(freeze=freeze, change_id=change)
    tell(events.StoppedAgain(record=change, by=by, freeze=freeze.pk, name=freeze.name))


@transaction.atomic
def follow_freeze(freeze: int) -> None:
    """Tell of the planned changes that it stops now and did not before, and of those that it stops no more.

    The rows of whom it has caught say what was told already: doing it again tells nothing.
    """
    held = Freeze.objects.select_for_update(of=("self",)).get(pk=freeze)
    caught = set(held.catches.values_list("change", flat=True))
    stopped = set(queries.stopped_by(held).values_list("pk", flat=True))
    fresh, past = sorted(stopped - caught), sorted(caught - stopped)
    FreezeCatch.objects.bulk_create([FreezeCatch(freeze=held, change_id=pk) for pk in fresh], batch_size=500)
    held.catches.filter(change__in=past).delete()
    freed = sorted(Change.objects.filter(pk__in=past, ticket__state__in=queries.WAITS).values_list("pk", flat=True))
    _tell_each(held, fresh, freed)
    for many in _parts(fresh):
        tell(events.FreezeFollowed(record=held.pk, by=RULE, changes=many, stops=True))
    for many in _parts(freed):
        tell(events.FreezeFollowed(record=held.pk, by=RULE, changes=many, stops=False))


def _tell_each(freeze: Freeze, caught: Sequence[int], freed: Sequence[int]) -> None:
    """What stands in the history of each change."""
    tell_many([
        events.CaughtByFreeze(record=pk, by=RULE, freeze=freeze.pk, name=freeze.name, reason=freeze.reason[:300])
        for pk in caught
    ])  # fmt: skip
    tell_many([events.FreedOfFreeze(record=pk, by=RULE, freeze=freeze.pk, name=freeze.name) for pk in freed])


def _parts(ids: Sequence[int], size: int = 500) -> Iterable[list[int]]:
    """The same in parts that a fact can hold."""
    return ([*ids[at : at + size]] for at in range(0, len(ids), size))


def _set(freeze: Freeze, values: dict[str, Any]) -> list[str]:
    ties = {name: list(values.pop(name)) for name in TIES if values.get(name) is not None}
    values = {name: value for name, value in values.items() if name not in TIES}
    ends_at, starts_at = values.get("ends_at", freeze.ends_at), values.get("starts_at", freeze.starts_at)
    if ends_at and starts_at and ends_at <= starts_at:
        raise Refused(_("It must end after it starts."), field="ends_at")
    if ends_at and ends_at <= clock.now():
        raise Refused(_("That time has passed."), field="ends_at")
    changed = save(freeze, **values)
    changed += [name for name, rows in ties.items() if _tie(freeze, name, rows)]
    holds_somewhere = freeze.is_everywhere or freeze.organisation_id
    if not holds_somewhere and not freeze.services.exists() and not freeze.teams.exists():
        raise Refused(_("Say what it covers: everything, services, teams or an organisation."), field="services")
    return changed


def _tie(freeze: Freeze, name: str, rows: Iterable[Any]) -> bool:
    """Tie these rows to it; whether they are others than before."""
    many, wanted = getattr(freeze, name), {row.pk for row in rows}
    if set(many.values_list("pk", flat=True)) == wanted:
        return False
    many.set(wanted)
    return True


def _held(freeze: Freeze) -> Freeze:
    held = Freeze.objects.select_for_update(of=("self",)).get(pk=freeze.pk)
    if held.lifted_at or held.ends_at <= clock.now():
        raise Refused(_("It is over."), code="wrong_state")
    return held
