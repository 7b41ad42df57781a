"""The catalogue itself: shelves, items, and when an item should be looked at again."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Organisation, Team
from watchkeep.kernel import clock, records
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.requests import events
from watchkeep.work.requests.models import CatalogueItem, Category
from watchkeep.work.requests.permissions import P

REVIEWED_EVERY: Final = timedelta(days=365)


@transaction.atomic
def save_category(category: Category | None = None, *, by: Actor, **values: Any) -> Category:
    """Put up a shelf, or change one."""
    _need(by)
    made = category or Category(slug=_free_slug(Category, str(values.get("name", ""))))
    if records.save(made, **values):
        tell(events.CategorySaved(record=made.pk, by=by, name=made.name))
    return made


@transaction.atomic
def remove_category(category: Category, *, by: Actor) -> None:
    """Take an empty shelf down."""
    _need(by)
    told = events.CategoryRemoved(record=category.pk, by=by, name=category.name)
    try:
        category.delete()
    except ProtectedError as error:
        raise Refused(_("Items stand on this shelf. Move them first."), code="in_use") from error
    tell(told)


@transaction.atomic
def add_item(
    *, by: Actor, name: str, teams: Sequence[Team] = (), organisations: Sequence[Organisation] = (), **values: Any
) -> CatalogueItem:
    """Add an item. It is offered once an edition of it is published."""
    _need(by)
    item = CatalogueItem(slug=values.pop("slug", "") or _free_slug(CatalogueItem, name))
    records.save(item, name=name, **values)
    item.teams.set(teams)
    item.organisations.set(organisations)
    tell(events.ItemAdded(record=item.pk, by=by, name=item.name))
    return item


@transaction.atomic
def edit_item(
    item: CatalogueItem,
    *,
    by: Actor,
    teams: Sequence[Team] | None = None,
    organisations: Sequence[Organisation] | None = None,
    **values: Any,
) -> None:
    """Describe an item otherwise. Another date of review asks its owner anew."""
    _need(by)
    if "review_on" in values and values["review_on"] != item.review_on:
        values["review_told_at"] = None
    changed = records.save(item, **values)
    for name, wanted in (("teams", teams), ("organisations", organisations)):
        related = getattr(item, name)
        if wanted is not None and {row.pk for row in wanted} != set(related.values_list("pk", flat=True)):
            related.set(wanted)
            changed.append(name)
    changed = [name for name in changed if name != "review_told_at"]
    if changed:
        tell(events.ItemEdited(record=item.pk, by=by, changed=changed))


@transaction.atomic
def retire_item(item: CatalogueItem, *, by: Actor) -> None:
    """Offer it no longer. Running requests go on, and what people hold they keep."""
    _need(by)
    if CatalogueItem.objects.filter(pk=item.pk, is_active=True).update(is_active=False):
        tell(events.ItemRetired(record=item.pk, by=by))
    item.refresh_from_db(fields=["is_active"])


@transaction.atomic
def revive_item(item: CatalogueItem, *, by: Actor) -> None:
    """Offer it again."""
    _need(by)
    if CatalogueItem.objects.filter(pk=item.pk, is_active=False).update(is_active=True):
        tell(events.ItemRevived(record=item.pk, by=by))
    item.refresh_from_db(fields=["is_active"])


@transaction.atomic
def remind_of_review(item: CatalogueItem) -> None:
    """Its owner should look at it again: told once for a date."""
    due = CatalogueItem.objects.due_for_review(clock.now().date()).filter(pk=item.pk)
    if due.update(review_told_at=clock.now()):
        tell(events.ReviewDue(record=item.pk, by=CLOCK, owner=item.owner_id, name=item.name))


@transaction.atomic
def review_item(item: CatalogueItem, *, by: Actor, review_on: date | None = None) -> None:
    """Say that it is still right, and when to look again (None: in a year)."""
    _need(by)
    again = review_on or clock.now().date() + REVIEWED_EVERY
    if again <= clock.now().date():
        raise Refused(_("Choose a day that is still to come."), field="review_on")
    records.save(item, review_on=again, review_told_at=None)
    tell(events.ItemReviewed(record=item.pk, by=by, next_on=again.isoformat()))


def _need(by: Actor) -> None:
    by.need(P.CATALOGUE, _("look after the catalogue"))


def _free_slug(model: type[Category] | type[CatalogueItem], name: str) -> str:
    """A short name made of the name, with a number when it is taken."""
    plain = slugify(name)[:60] or "item"
    taken = set(model.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    free = (plain if not n else f"{plain}-{n + 1}" for n in range(len(taken) + 1))
    return next(slug for slug in free if slug not in taken)
