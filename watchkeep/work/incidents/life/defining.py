"""The scales, as an administrator changes them."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save
from watchkeep.work.incidents.events import DraftDropped, MatrixChanged, ScalesDrafted, ScalesSwitched, SeverityDefined
from watchkeep.work.incidents.models import MatrixCell, ScalesDraft, SeverityDefinition, ThresholdSet
from watchkeep.work.incidents.permissions import P
from watchkeep.work.incidents.rules import Thresholds

_SCALES = 1


@transaction.atomic
def set_cell(*, by: Actor, impact: int, urgency: int, priority: int) -> None:
    """Let another priority follow from an impact and an urgency. Running incidents keep theirs."""
    by.need(P.CONFIGURE, "change the matrix")
    if not 1 <= priority <= 5:
        raise Refused(_("Priorities go from 1 to 5."), field="priority")
    cell = MatrixCell.objects.filter(impact=impact, urgency=urgency).first()
    if cell is None:
        raise Refused(_("Impact and urgency go from 1 to 3."), field="impact")
    was, cell.priority = cell.priority, priority
    if was != priority:
        cell.save(update_fields=["priority"])
        tell(MatrixChanged(record=cell.pk, by=by, impact=impact, urgency=urgency, priority=priority, was=was))


@transaction.atomic
def draft_scales(*, by: Actor, matrix: Sequence[int], **thresholds: int) -> ScalesDraft:
    """Keep a matrix (nine priorities, impact by impact) and thresholds to try; nothing follows from them yet."""
    by.need(P.CONFIGURE, "change the matrix")
    if len(matrix) != 9 or not all(1 <= level <= 5 for level in matrix):
        raise Refused(_("Nine cells, each with a priority from 1 to 5."), field="matrix")
    if unknown := thresholds.keys() - {one.name for one in fields(Thresholds)}:
        raise Refused(_("There is no such threshold."), field=min(unknown))
    draft = ScalesDraft.current() or ScalesDraft(**asdict(ThresholdSet.in_force()))
    save(draft, matrix=list(matrix), saved_at=clock.now(), saved_by=str(by), **thresholds)
    tell(ScalesDrafted(record=_SCALES, by=by, changes=changes_of(draft)))
    return draft


@transaction.atomic
def drop_draft(*, by: Actor) -> None:
    """Try it no longer."""
    by.need(P.CONFIGURE, "change the matrix")
    if not ScalesDraft.objects.all().delete()[0]:
        raise Refused(_("There is no draft."), code="wrong_state")
    tell(DraftDropped(record=_SCALES, by=by))


@transaction.atomic
def switch_scales(*, by: Actor) -> None:
    """Put the draft in force. Running incidents follow it when they are next looked at; pinned ones stay."""
    by.need(P.CONFIGURE, "change the matrix")
    draft = ScalesDraft.objects.select_for_update().order_by("pk").first()
    if draft is None:
        raise Refused(_("There is no draft."), code="wrong_state")
    changes = changes_of(draft)
    for (impact, urgency), priority in draft.cells.items():
        MatrixCell.objects.filter(impact=impact, urgency=urgency).update(priority=priority)
    ThresholdSet.objects.all().delete()
    ThresholdSet.objects.create(**asdict(draft.thresholds))
    draft.delete()
    tell(ScalesSwitched(record=_SCALES, by=by, changes=changes))


def changes_of(draft: ScalesDraft) -> list[str]:
    """Each cell and threshold that differs from what is in force, with what it is now."""
    now = MatrixCell.in_force()
    cells = [
        f"impact {impact}, urgency {urgency}: P{now.get((impact, urgency))} becomes P{level}"
        for (impact, urgency), level in draft.cells.items()
        if now.get((impact, urgency)) != level
    ]
    kept, wanted = asdict(ThresholdSet.in_force()), asdict(draft.thresholds)
    return cells + [f"{name}: {kept[name]} becomes {wanted[name]}" for name in kept if kept[name] != wanted[name]]


@transaction.atomic
def define_severity(definition: SeverityDefinition, /, *, by: Actor, **changes: str) -> None:
    """Say what a severity means, what it demands and who may declare it."""
    by.need(P.CONFIGURE, "define severities")
    allowed = {"name", "definition", "examples", "demands", "permission"}
    if unknown := changes.keys() - allowed:
        raise Refused(_("This cannot be changed."), field=min(unknown))
    if changes.get("permission", definition.permission) not in SeverityDefinition.Declarer.values:
        raise Refused(_("Choose who may declare it."), field="permission")
    changed = [name for name, value in changes.items() if getattr(definition, name) != value]
    for name in changed:
        setattr(definition, name, changes[name])
    if changed:
        definition.save(update_fields=changed)
        tell(SeverityDefined(record=definition.pk, by=by, level=definition.level, fields=sorted(changed)))
