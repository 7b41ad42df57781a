"""Editions: written as a draft, published once, never changed afterwards. A running request keeps its own."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person, Team
from watchkeep.kernel import clock, records
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.approvals import life as approvals
from watchkeep.work.requests import events
from watchkeep.work.requests.models import CatalogueItem, Edition, Request
from watchkeep.work.requests.permissions import P
from watchkeep.work.requests.rules import bounds, flow, forms

PARTS: Final = (
    "form", "approval", "price_once", "price_monthly", "is_kept", "most_each", "most_in_all", "note"
)  # fmt: skip


@transaction.atomic
def draft_edition(item: CatalogueItem, *, by: Actor, seen: int | None = None, **parts: Any) -> Edition:
    """Write at the next edition; what is not given stays as it is now. ``seen`` is the draft's count of edits.

    ``parts`` are form, approval (stages, each with ``only_if`` conditions if it likes), price_once and price_monthly
    (euro), is_kept, most_each, most_in_all and note. Refused with the field of what does not make sense, and as
    ``stale`` when somebody else has written meanwhile.
    """
    by.need(P.CATALOGUE, _("look after the catalogue"))
    if unknown := parts.keys() - set(PARTS):
        raise Refused(_("An edition has no such part."), field=min(unknown))
    draft = _draft_of(_locked(item))
    if seen is not None and draft.edits != seen:
        raise Refused(_("Somebody has just changed this draft. Look at it as it stands now."), code="stale")
    values = {name: getattr(draft, name) for name in PARTS} | parts
    form = forms.sound(values["form"] or {})
    values["form"], values["approval"] = forms.plain(form), _sound_rule(values["approval"] or [], form)
    draft.edits += bool(draft.pk)
    draft.author_id, draft.saved_at = by.person, clock.now()
    records.save(draft, **values)
    draft.save()
    draft.__dict__.pop("questions", None)
    tell(events.EditionDrafted(record=item.pk, by=by, number=draft.number))
    return draft


@transaction.atomic
def restore_edition(item: CatalogueItem, *, by: Actor, number: int) -> Edition:
    """Take an earlier edition up again: it becomes the draft, in place of what was drafted."""
    was = item.editions.filter(number=number).first()
    if was is None:
        raise Refused(_("There is no such edition."), field="number")
    parts = {name: getattr(was, name) for name in PARTS if name != "note"}
    return draft_edition(item, by=by, note=_("As in edition %(number)s") % {"number": number}, **parts)


@transaction.atomic
def drop_draft(item: CatalogueItem, *, by: Actor) -> None:
    """Throw the draft away."""
    by.need(P.CATALOGUE, _("look after the catalogue"))
    draft = _locked(item).editions.filter(state=Edition.State.DRAFT).first()
    if draft is None:
        raise Refused(_("There is no draft."), code="wrong_state")
    draft.delete()
    tell(events.EditionDropped(record=item.pk, by=by, number=draft.number))


@transaction.atomic
def publish_edition(item: CatalogueItem, *, by: Actor, seen: int | None = None) -> Edition:
    """Offer the draft from now on. Requests that run keep the edition under which they were asked for."""
    by.need(P.CATALOGUE, _("look after the catalogue"))
    locked = _locked(item)
    draft = locked.editions.filter(state=Edition.State.DRAFT).first()
    if draft is None:
        raise Refused(_("There is no draft to publish."), code="wrong_state")
    if seen is not None and draft.edits != seen:
        raise Refused(_("Somebody has just changed this draft. Look at it as it stands now."), code="stale")
    Edition.objects.filter(pk=draft.pk).update(state=Edition.State.PUBLISHED, published_at=clock.now())
    CatalogueItem.objects.filter(pk=item.pk).update(edition=draft)
    item.refresh_from_db(fields=["edition"])
    draft.refresh_from_db()
    tell(events.EditionPublished(record=item.pk, by=by, number=draft.number, note=draft.note))
    return draft


def stages_for(request: Request) -> list[approvals.Stage]:
    """The stages whose conditions hold for the answers of this request."""
    edition = request.edition
    if edition is None:
        return []
    facts = request.answers | {
        "quantity": request.quantity,
        "price_once": _euro(edition.price_once, request.quantity),
        "price_monthly": _euro(edition.price_monthly, request.quantity),
    }
    return [stage for stage, conditions in _rule(edition.approval) if flow.holds(conditions, facts)]


def _sound_rule(data: Sequence[Mapping[str, Any]], form: forms.Form) -> list[dict[str, Any]]:
    """The rule of approval as it is kept. Conditions look at answers, the quantity and the price of all."""
    known = {question.name for question in form} | {"quantity", "price_once", "price_monthly"}
    kept = []
    for stage, conditions in _rule(data):
        if any(one.question not in known for one in conditions):
            raise Refused(_("A stage depends on a question that is not asked."), field="approval")
        bounds.refuse_conditions(conditions, name=stage.name, field="approval")
        _refuse_strangers(stage)
        kept.append(approvals.plain([stage])[0] | {"only_if": msgspec.json.decode(msgspec.json.encode(conditions))})
    return kept


def _rule(data: Any) -> list[tuple[approvals.Stage, tuple[forms.Condition, ...]]]:
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise Refused(_("The approval rule is a list of stages."), field="approval")
    try:
        conditions = [msgspec.convert(one.get("only_if", []), type=tuple[forms.Condition, ...]) for one in data]
        stages = approvals.read_stages([{k: v for k, v in one.items() if k != "only_if"} for one in data])
    except msgspec.ValidationError as error:
        raise Refused(_("The approval rule cannot be read: %(why)s") % {"why": error}, field="approval") from error
    except Refused as no:
        raise Refused(no.message, field="approval") from no
    return list(zip(stages, conditions, strict=True))


def _refuse_strangers(stage: approvals.Stage) -> None:
    for one in stage.approvers:
        known = Person.objects.active() if one.who == approvals.Who.PERSON else Team.objects.all()
        if one.id is not None and not known.filter(pk=one.id).exists():
            raise Refused(_("There is no such person or team."), field="approval")


def _draft_of(item: CatalogueItem) -> Edition:
    """The draft; a new one that begins as a copy of the latest edition when there is none."""
    newest = item.editions.first()
    if newest is None:
        return Edition(item=item, number=1)
    if newest.is_draft:
        return newest
    parts = {name: getattr(newest, name) for name in PARTS if name != "note"}
    return Edition(item=item, number=newest.number + 1, **parts)


def _locked(item: CatalogueItem) -> CatalogueItem:
    return CatalogueItem.objects.select_for_update().get(pk=item.pk)


def _euro(price: Decimal, quantity: int) -> float:
    return float(price * quantity)
