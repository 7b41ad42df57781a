"""Who must agree to a change."""

from django.utils.translation import gettext as _

from watchkeep.work.approvals.life import Approver, Stage, Who
from watchkeep.work.changes.models import Change
from watchkeep.work.changes.rules.risk import HIGH, band_of


def stages_for(change: Change) -> tuple[Stage, ...]:
    """Who must agree, stage by stage: the leads of what it touches, and of a high risk somebody above them."""
    first = Stage(name=_("Owners of the service"), approvers=(Approver(Who.SERVICE_LEADS),), expire_days=7)
    if band_of(change.risk) != HIGH:
        return (first,)
    return first, Stage(name=_("Management"), approvers=(Approver(Who.SECOND_MANAGER),), expire_days=7)
