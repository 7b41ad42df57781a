"""Asking: something is handed over, or asked back; whoever does not answer is reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.models import State as ItemState
from watchkeep.estate.assets.permissions import P as Items
from watchkeep.estate.custody.events import HandedOver, Reminded, ReturnAsked
from watchkeep.estate.custody.life.ending import end_open
from watchkeep.estate.custody.models import Handover, Kind
from watchkeep.estate.custody.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

REMIND_AFTER, MOST_REMINDERS, BATCH = timedelta(days=3), 3, 100


@transaction.atomic
def hand_over(item: Item, *, by: Actor, person: Person) -> Handover:
    """Give it to somebody, who is asked whether they got it. Whoever had it before has it no longer."""
    by.need(P.WORK, _("hand things over"))
    worker = lent(by)
    if item.state == ItemState.IN_USE:
        assets.take_back(item, by=worker)
    assets.put_to_use(item, by=worker, user=person)
    end_open(item.pk, by=by)
    words = _("I have received %(what)s.") % {"what": described(item)}
    made = _ask(item, person, person, Kind.RECEIPT, words, by=by)
    tell(HandedOver(record=made.pk, by=by, item=item.pk, person=person.pk))
    return made


@transaction.atomic
def ask_for_return(item: Item, *, by: Actor) -> Handover:
    """Ask whoever has it to give it back; of somebody who has left, their manager is asked."""
    by.need(P.WORK, _("ask for things back"))
    item.refresh_from_db()
    if item.user is None:
        raise Refused(_("Nobody has it."), code="wrong_state")
    asked = item.user if item.user.is_active else item.user.manager
    if asked is None or not asked.is_active:
        words = _("%(name)s has left, and no manager is known who could be asked. Take it back when it is there.")
        raise Refused(words % {"name": item.user.name}, code="nobody")
    end_open(item.pk, by=by)
    words = _("Please give back %(what)s.") % {"what": described(item)}
    made = _ask(item, item.user, asked, Kind.RETURN, words, by=by)
    tell(ReturnAsked(record=made.pk, by=by, item=item.pk, person=asked.pk))
    return made


@transaction.atomic
def take_back(item: Item, *, by: Actor) -> None:
    """It came back, and lies in stock. What was asked about it is answered by that."""
    by.need(P.WORK, _("take things back"))
    assets.take_back(item, by=lent(by))


@transaction.atomic
def remind_due(most: int = BATCH) -> int:
    """Ask those once more who have not answered; after the third time nobody is asked again. Returns how many."""
    due = Handover.objects.waiting().filter(remind_at__lte=clock.now()).order_by("remind_at")
    rows = list(due.select_for_update(skip_locked=True, of=("self",))[:most])
    for row in rows:
        row.reminders += 1
        row.remind_at = clock.now() + REMIND_AFTER if row.reminders < MOST_REMINDERS else None
        row.save(update_fields=["reminders", "remind_at"])
        tell(Reminded(record=row.pk, by=CLOCK, item=row.item_id, person=row.asked_of_id))
    return len(rows)


def described(item: Item) -> str:
    """What a thing is, in words that are proof: name, number, model and serial number."""
    model = "" if item.model.lower() in item.name.lower() else item.model
    parts = [item.name, item.number, f"{item.manufacturer} {model}".strip(), item.serial]
    return ", ".join(part for part in parts if part)[:400]


def lent(by: Actor) -> Actor:
    """Whoever may hand things over may do what it means for the item."""
    return replace(by, permissions=by.permissions | {Items.WORK, Items.MANAGE}) if by.person else by


def _ask(
    item: Item, person: Person, asked_of: Person, kind: Kind, words: str, *, by: Actor
) -> Handover:  # who is asked what
    return Handover.objects.create(
        item=item, person=person, asked_of=asked_of, kind=kind, words=words, asker_id=by.person,
        remind_at=clock.now() + REMIND_AFTER,
    )  # fmt: skip
