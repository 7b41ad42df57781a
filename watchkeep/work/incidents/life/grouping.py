"""Incidents that belong together: the same one twice, or parts of a larger one.

A merge moves nothing: the merged incident keeps its thread, watchers and alerts, and is read through
the one that it went into. So taking it back loses nothing. Rows are held in the order of their ids,
so that two who merge crosswise cannot stand in each other's way.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents.events import Merged, ParentSet, Unmerged
from watchkeep.work.incidents.life.steps import take
from watchkeep.work.incidents.models import Incident
from watchkeep.work.incidents.permissions import P


@transaction.atomic
def merge(incident: Incident, *, by: Actor, into: Incident) -> None:
    """It is the same as another one: close it here, read and work it there."""
    if incident.pk == into.pk:
        raise Refused(_("An incident cannot be merged into itself."), field="into")
    if incident.ticket.is_drill != into.ticket.is_drill:
        raise Refused(_("A drill and a real incident cannot be merged."), field="into")
    for row in sorted((incident, into), key=lambda one: one.pk):
        take(row, "take_in", by=by)
    incident.ticket.refresh_from_db(fields=["state"])
    was = incident.state
    take(
        incident, "merge", by=by, spine={"closed_at": clock.now()}, merged_into=into, state_before_merge=was,
        close_after=None,
    )  # fmt: skip
    tell(Merged(record=incident.pk, by=by, into=into.pk, was=was))


@transaction.atomic
def unmerge(incident: Incident, *, by: Actor) -> None:
    """It was another thing after all: it stands where it stood before, with everything that was its own."""
    by.need(P.MERGE, "unmerge incidents")
    incident.refresh_from_db(fields=["merged_into", "state_before_merge", "resolved_at", "reopen_until"])
    if incident.merged_into_id is None:
        raise Refused(_("It is not merged."), code="wrong_state")
    state, out_of = incident.state_before_merge, incident.merged_into_id
    take(
        incident, f"unmerge_to_{state}", by=by, spine={"closed_at": None}, merged_into=None,
        state_before_merge="", close_after=incident.reopen_until if incident.resolved_at else None,
    )  # fmt: skip
    tell(Unmerged(record=incident.pk, by=by, out_of=out_of, state=state))


@transaction.atomic
def set_parent(incident: Incident, *, by: Actor, parent: Incident | None) -> None:
    """Make it part of a larger incident, or of none. Two storeys only: a parent has no parent."""
    if parent is not None and parent.pk == incident.pk:
        raise Refused(_("An incident cannot be its own parent."), field="parent")
    for row in sorted(filter(None, (incident, parent)), key=lambda one: one.pk):
        take(row, "set_parent" if row is incident else "lead", by=by)
    incident.refresh_from_db(fields=["parent"])
    was = incident.parent_id
    if parent is not None:
        _refuse_third_storey(incident, parent)
    if (parent.pk if parent else None) == was:
        return
    Incident.objects.filter(pk=incident.pk).update(parent=parent)
    incident.parent = parent
    tell(ParentSet(record=incident.pk, by=by, parent=incident.parent_id, was=was))


def _refuse_third_storey(incident: Incident, parent: Incident) -> None:
    parent.refresh_from_db(fields=["parent"])
    if parent.parent_id is not None:
        raise Refused(_("%(number)s is part of another incident itself.") % {"number": parent.number}, field="parent")
    if incident.children.exists():
        raise Refused(_("It has children of its own."), field="parent")
