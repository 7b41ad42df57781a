"""Recording: what pipelines put live becomes a change, or begins and ends the one that was planned.

What happens, happens: a record of it is made whether or not somebody agreed before. What nobody announced says so by a
tag, and so does what was begun outside of its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from watchkeep.kernel import clock, live
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many
from watchkeep.work.changes import events, queries
from watchkeep.work.changes.life import agreeing, carrying, drafting, ending
from watchkeep.work.changes.life.steps import hold, take
from watchkeep.work.changes.models import (
    Asking,
    Change,
    ChangeModel,
    Deployment,
    Kind,
    Outcome,
    Part,
    Progress,
    Source,
    StepState,
)
from watchkeep.work.changes.permissions import P
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import State

if TYPE_CHECKING:
    from watchkeep.estate.assets.models import Item
    from watchkeep.estate.services.models import Service

UNANNOUNCED, OUTSIDE = "unannounced", "outside its time"


def able(by: Actor) -> Actor:
    """Whoever was let in to report, or to settle drift, may take the steps that this amounts to."""
    return replace(by, permissions=by.permissions | {P.REPORT, P.PLAN, P.IMPLEMENT, P.CLOSE})


def open_unannounced(row: Deployment, model: ChangeModel | None, *, by: Actor) -> Change:
    """A change for what goes live although no planned one said so: standard where its model is, else a normal one."""
    is_standard = bool(model and model.is_standard)
    return _opened(
        row.service, model if model and model.is_active else None, row.began_at, by=by,
        title=_title(str(row), row.environment), reason=_reason(row),
        kind=Kind.STANDARD if is_standard else Kind.NORMAL, tags=() if is_standard else (UNANNOUNCED,),
    )  # fmt: skip


def open_standard(asking: Asking, model: ChangeModel, *, by: Actor, who: str) -> Change:
    """A change by a standard model that the gate has let through: it begins now."""
    said = _("%(who)s asked at the gate: %(url)s") % {"who": who or by.name, "url": asking.url or "-"}
    what = " ".join(part for part in (_called(model), asking.revision or asking.commit[:12]) if part)
    title = _title(what, asking.environment)
    return _opened(asking.service, model, clock.now(), by=by, title=title, reason=said, kind=Kind.STANDARD)


def record_after_the_fact(*, by: Actor, item: Item, title: str, purpose: str, reason: str, at: datetime) -> Change:
    """An emergency that was found done: it is judged from now on, and must be approved in time.

    Who raises it asks for it and follows it up. Nobody is said to have carried it out: that is not known.
    """
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        raise Refused(_("Say why."), field="reason", code="missing")
    change = drafting.draft(
        by=able(by), title=title, purpose=purpose, reason=reason, kind=Kind.EMERGENCY, source=Source.RULE, items=[item],
        implementer=None,
        starts_at=at, ends_at=max(clock.now(), at + timedelta(minutes=1)),
    )  # fmt: skip
    due = clock.now() + timedelta(hours=queries.verdict_on(change).regularise_hours)
    take(change, "record", by=able(by), begun_at=at, overdue_at=None, regularise_by=due)
    agreeing.ask_people(change, by=by)
    _tag(change, UNANNOUNCED)
    carrying.end(change, "finish", by=able(by))
    tell(events.Recorded(record=change.pk, by=by))
    return change


def follow(change: Change, progress: str, at: datetime, *, by: Actor, others_go_on: bool = False) -> None:
    """A deployment of it is so far: it begins with the first, and ends with the last."""
    hold(change)
    if change.state in queries.MAY_BEGIN:
        if not queries.is_its_time(change, at):
            _tag(change, OUTSIDE)
        _begin(change, at, by=by)
    if progress == Progress.STARTED or others_go_on:
        return
    if progress == Progress.SUCCEEDED and change.state == State.IMPLEMENTING:
        _finish(change, by=able(by))
    elif change.source == Source.PIPELINE and change.state in {State.IMPLEMENTING, State.EVALUATING}:
        _fail(change, progress, by=able(by))


def _opened(
    service: Service | None, model: ChangeModel | None, at: datetime, *, by: Actor, title: str, reason: str, kind: str,
    tags: Sequence[str] = (),
) -> Change:  # fmt: skip
    """It is under way as it comes on record: a pipeline waits for its answer. Its risk is assessed a moment later."""
    length = timedelta(minutes=model.length_minutes) if model else queries.LONGEST
    given: dict[str, Any] = {} if model and model.purpose else {"purpose": title}
    services = [service] if service else []
    change = drafting.draw_up(
        by=by, title=title, kind=kind, model=model, source=Source.PIPELINE, reason=reason, services=services,
        starts_at=at, ends_at=at + length, begun_at=at, tags=tags, **given,
    )  # fmt: skip
    begun = events.Begun(record=change.pk, by=by, sort=change.kind, services=[one.pk for one in services])
    tell_many([drafting.drafted(change, by=by), begun])
    live.changed("queue", "changes")
    return change


def _begin(change: Change, at: datetime, *, by: Actor) -> None:
    ends_at = change.ends_at if change.ends_at and change.ends_at > at else at + queries.LONGEST
    take(change, "record", by=able(by), begun_at=at, overdue_at=ends_at)
    tell(events.Begun(record=change.pk, by=by, sort=change.kind, services=queries.service_ids(change)))
    live.changed("queue")


def _finish(change: Change, *, by: Actor) -> None:
    """Of what the pipeline does alone all steps are done; a plan with steps left is for people to finish."""
    left = change.steps.filter(part__in=(Part.IMPLEMENT, Part.TEST), state=StepState.OPEN)
    if change.source == Source.PIPELINE:
        for step in left:
            carrying.take_step(step, by=by, state=StepState.DONE, note=_("By the pipeline"))
    elif left.exists():
        return
    carrying.finish(change, by=by)


def _fail(change: Change, progress: str, *, by: Actor) -> None:
    """What the pipeline says went wrong went wrong: it is closed so, and counts against its model."""
    if progress == Progress.ROLLED_BACK:
        carrying.back_out(change, by=by, reason=_("The pipeline rolled it back."))
        ending.close(change, by=by, outcome=Outcome.BACKED_OUT, note=_("The pipeline rolled it back."))
    elif change.state == State.IMPLEMENTING:
        for step in change.steps.filter(part__in=(Part.IMPLEMENT, Part.TEST), state=StepState.OPEN):
            carrying.take_step(step, by=by, state=StepState.SKIPPED, note=_("The pipeline failed."))
        carrying.finish(change, by=by)
        ending.close(change, by=by, outcome=Outcome.FAILED, note=_("The pipeline says that it failed."))


def _tag(change: Change, tag: str) -> None:
    if tag not in change.ticket.tags:
        tickets.stir(change.ticket, tags=[*change.ticket.tags, tag])


def _called(model: ChangeModel) -> str:
    """Its title, unless somebody is to write a name into it first."""
    return model.name if "{" in model.title else model.title or model.name


def _title(what: str, environment: str) -> str:
    where = f" → {environment}" if environment else ""
    return f"{what[: 190 - len(where[:60])]}{where[:60]}"


def _reason(row: Deployment) -> str:
    said = _("%(who)s put it live by %(provider)s, and no planned change said so. %(url)s")
    provider = row.get_provider_display()
    return said % {"who": row.who or _("Somebody"), "provider": provider, "url": row.url}
