"""The scales, as an administrator changes them."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents.events import MatrixChanged, SeverityDefined
from watchkeep.work.incidents.models import MatrixCell, SeverityDefinition
from watchkeep.work.incidents.permissions import P


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
