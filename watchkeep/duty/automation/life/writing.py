"""Writing a procedure down: what it is for, whose it is, where it applies, and when it is read again."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.duty.automation import events
from watchkeep.duty.automation.life import publishing
from watchkeep.duty.automation.models import Kind, Procedure, Tie
from watchkeep.duty.automation.permissions import P
from watchkeep.duty.automation.rules.steps import Step
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.people.models import Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, matching, records
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many

NOT_FREE = frozenset({"new"})
"""What addresses mean something else by."""
MAY_WRITE = gettext_lazy("write runbooks and workflows")


@transaction.atomic
def create(
    *,
    by: Actor,
    name: str,
    kind: str = Kind.RUNBOOK,
    slug: str = "",
    purpose: str = "",
    owner_team: Team | None = None,
    review_on: date | None = None,
    body: str = "",
    steps: Sequence[Step] = (),
) -> Procedure:
    """Begin a procedure; its first version is a draft until somebody publishes it."""
    by.need(P.WRITE, str(MAY_WRITE))
    slug = slug or _slug_for(name)
    procedure = Procedure()
    records.save(
        procedure, kind=kind, slug=slug, name=name, purpose=purpose, owner_team=owner_team, review_on=review_on
    )
    tell(events.Created(record=procedure.pk, by=by, slug=slug, name=name))
    publishing.save_draft(procedure, by=by, body=body, steps=steps)
    return procedure


@transaction.atomic
def edit(
    procedure: Procedure,
    *,
    by: Actor,
    name: str,
    kind: str,
    purpose: str = "",
    owner_team: Team | None = None,
    review_on: date | None = None,
) -> None:
    """Change what is known about a procedure; text and steps are a matter of versions."""
    by.need(P.WRITE, str(MAY_WRITE))
    changed = records.save(procedure, name=name, kind=kind, purpose=purpose, owner_team=owner_team, review_on=review_on)
    if changed:
        tell(events.Edited(record=procedure.pk, by=by, fields=changed))


@transaction.atomic
def review(procedure: Procedure, *, by: Actor, review_on: date | None) -> None:
    """It was read and is right; read it again on that day."""
    by.need(P.WRITE, str(MAY_WRITE))
    records.save(procedure, review_on=review_on, stale_at=None, stale_reason="")
    tell(events.Reviewed(record=procedure.pk, by=by, review_on=review_on.isoformat() if review_on else None))


@transaction.atomic
def mark_stale(*, by: Actor, reason: str, service: int | None = None, item: int | None = None) -> int:
    """Say of those that apply to a service, or to what runs on an item, that they may be wrong now.

    Until somebody has read or published them again. Returns how many were not yet.
    """
    rows = Procedure.objects.about(service=service, item=item).filter(stale_at__isnull=True)
    found, reason = list(rows.select_for_update(no_key=True)), reason[:300]
    Procedure.objects.filter(pk__in=[one.pk for one in found]).update(stale_at=clock.now(), stale_reason=reason)
    tell_many([events.MarkedStale(record=one.pk, by=by, slug=one.slug, reason=reason) for one in found])
    return len(found)


@transaction.atomic
def tie(
    procedure: Procedure,
    *,
    by: Actor,
    service: Service | None = None,
    item_class: ItemClass | None = None,
    matchers: str = "",
) -> Tie:
    """Say where it applies: a service, a class of assets, or alerts whose labels fit. One of the three."""
    by.need(P.WRITE, str(MAY_WRITE))
    matchers = matchers.strip()
    if sum(map(bool, (service, item_class, matchers))) != 1:
        raise Refused(_("Choose one: a service, a class of assets, or labels of alerts."), field="service")
    matching.parse(matchers)
    made = Tie(procedure=procedure)
    records.save(made, service=service, item_class=item_class, matchers=matchers)
    tell(
        events.Tied(
            record=procedure.pk,
            by=by,
            tie=made.pk,
            service=service.pk if service else None,
            item_class=item_class.path if item_class else "",
            matchers=matchers[:200],
        )
    )
    return made


@transaction.atomic
def untie(made: Tie, *, by: Actor) -> None:
    """It does not apply there any more."""
    by.need(P.WRITE, str(MAY_WRITE))
    pk, procedure = made.pk, made.procedure_id
    if Tie.objects.filter(pk=pk).delete()[0]:
        tell(events.Untied(record=procedure, by=by, tie=pk))


@transaction.atomic
def retire(procedure: Procedure, *, by: Actor) -> None:
    """Offer it no longer. What ran stays on record, and what runs goes on."""
    by.need(P.PUBLISH, str(MAY_WRITE))
    if records.save(procedure, is_active=False):
        tell(events.Retired(record=procedure.pk, by=by))


@transaction.atomic
def revive(procedure: Procedure, *, by: Actor) -> None:
    """Offer it again."""
    by.need(P.PUBLISH, str(MAY_WRITE))
    if records.save(procedure, is_active=True):
        tell(events.Revived(record=procedure.pk, by=by))


def _slug_for(name: str) -> str:
    """The short name in its address, made from its name."""
    slug = slugify(name)[:80]
    if not slug:
        raise Refused(_("Give it a name with letters or digits."), field="name")
    if slug in NOT_FREE or Procedure.objects.filter(slug=slug).exists():
        raise Refused(_("Another runbook or workflow has this name, perhaps a retired one."), field="name")
    return slug
