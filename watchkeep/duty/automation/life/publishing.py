"""Versions: written as a draft, published once, never changed afterwards, and brought back as a new draft."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.automation import events
from watchkeep.duty.automation.life.steps import VERSION
from watchkeep.duty.automation.models import Procedure, Version
from watchkeep.duty.automation.permissions import P
from watchkeep.duty.automation.rules import steps as rules
from watchkeep.duty.automation.rules.steps import Step
from watchkeep.duty.connections import queries as actions
from watchkeep.kernel import clock, records
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

LONGEST_BODY = 50_000
RESULTS = frozenset({"results"})
"""What placeholders of a step know besides: what the machine found in the steps before it."""


@transaction.atomic
def save_draft(
    procedure: Procedure, *, by: Actor, body: str, steps: Sequence[Step], seen: int | None = None, mine: str = ""
) -> Version:
    """Write at the next version. ``seen`` is the draft's count of edits as the writer knows it, to notice another's.

    ``mine`` is the step that was just written: what is wrong with it is refused by its own field.
    """
    by.need(P.WRITE, _("write runbooks and workflows"))
    if len(body) > LONGEST_BODY:
        raise Refused(_("At most %(most)s characters.") % {"most": LONGEST_BODY}, field="body")
    rules.check(steps, mine)
    _refuse_unreadable(steps, mine)
    draft = _draft_of(locked(procedure))
    if seen is not None and draft.edits != seen:
        raise Refused(_("Somebody has just changed this draft. Look at it as it stands now."), code="stale")
    draft.edits += bool(draft.pk)
    draft.body, draft.steps = body.replace("\x00", ""), rules.encode(steps)
    draft.author_id, draft.saved_at = by.person, clock.now()
    draft.save()
    tell(events.DraftSaved(record=procedure.pk, by=by, number=draft.number, steps=len(steps)))
    return draft


@transaction.atomic
def discard_draft(procedure: Procedure, *, by: Actor) -> None:
    """Throw the draft away. The first version cannot be: without it there is nothing."""
    by.need(P.WRITE, _("write runbooks and workflows"))
    draft = locked(procedure).versions.drafts().first()
    if draft is None:
        raise Refused(_("There is no draft."), code="wrong_state")
    if procedure.published_number is None:
        raise Refused(_("Nothing is published yet: this draft is all there is."), code="wrong_state")
    draft.delete()
    tell(events.DraftDropped(record=procedure.pk, by=by, number=draft.number))


@transaction.atomic
def restore(version: Version, *, by: Actor) -> Version:
    """Bring an earlier version back as the draft of the next one; what is published stays until that is."""
    draft = save_draft(version.procedure, by=by, body=version.body, steps=version.plan)
    tell(events.Restored(record=version.procedure_id, by=by, number=draft.number, out_of=version.number))
    return draft


@transaction.atomic
def publish(procedure: Procedure, *, by: Actor, note: str = "") -> Version:
    """Let the draft run from now on. Runs that go on keep the version that they began with."""
    by.need(P.PUBLISH, _("publish runbooks and workflows"))
    draft = locked(procedure).versions.drafts().first()
    if draft is None:
        raise Refused(_("There is no draft to publish."), code="wrong_state")
    if not draft.plan:
        raise Refused(_("Write at least one step first."), field="steps", code="missing")
    now = clock.now()
    VERSION.move(draft, "publish", by=by, note=note.strip()[:300], publisher_id=by.person, published_at=now)
    records.save(procedure, published_number=draft.number, stale_at=None, stale_reason="")
    tell(
        events.Published(
            record=procedure.pk, by=by, number=draft.number, steps=len(draft.plan), note=note.strip()[:200]
        )
    )
    return draft


def locked(procedure: Procedure) -> Procedure:
    """The procedure, locked until this transaction ends."""
    return Procedure.objects.select_for_update(no_key=True).get(pk=procedure.pk)


def _refuse_unreadable(steps: Sequence[Step], mine: str) -> None:
    """An action that could never be asked for is refused while it is written, not at three in the morning."""
    for number, step in enumerate(steps, start=1):
        if step.action is None:
            continue
        try:
            actions.read(step.action.name, step.action.parameters, RESULTS)
        except Refused as no:
            if step.key == mine:
                raise
            said = _("Step %(number)s: %(wrong)s") % {"number": number, "wrong": no.message}
            raise Refused(said, field="steps", code=no.code) from no


def _draft_of(procedure: Procedure) -> Version:
    """The draft that is there, or a new one with the next number."""
    newest = procedure.versions.first()
    if newest and newest.is_draft:
        return newest
    return Version(procedure=procedure, number=newest.number + 1 if newest else 1)
