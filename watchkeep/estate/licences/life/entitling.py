"""Entitling: what was bought is written down, corrected, ended, and its keys are kept."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from watchkeep.estate.licences.events import (
    Entitled,
    EntitlementEdited,
    EntitlementEnded,
    KeyAdded,
    KeyRemoved,
    KeyShown,
)
from watchkeep.estate.licences.life.recounting import ask_to_recount
from watchkeep.estate.licences.life.using import ask_to_reckon
from watchkeep.estate.licences.life.warning import days
from watchkeep.estate.licences.models import Cover, Entitlement, Key, Product
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.queries import actor_for
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.numbering import next_number
from watchkeep.kernel.records import save

EDITABLE = (
    "name", "metric", "quantity", "per_processor", "per_machine", "starts_on", "ends_on", "edition", "lowest",
    "highest", "upgrades", "downgrades", "maintenance_until", "contract", "owner", "price", "price_every", "warn_days",
    "notes",
)  # fmt: skip
MOST_PRODUCTS = 50
UNCOUNTED = {"name", "contract", "owner", "warn_days", "notes"}
"""What changes no figure."""


@transaction.atomic
def entitle(*, by: Actor, products: Collection[Product], name: str, **values: Any) -> Entitlement:
    """Write down what was bought: so many licences of a product, or of several in a bundle."""
    by.need(P.MANAGE_ENTITLEMENTS, _("write down what was bought"))
    one = Entitlement(number=next_number("LIC"))
    values.setdefault("starts_on", clock.now().date())
    _write(one, products, values | {"name": name})
    told = sorted(product.pk for product in products)
    tell(Entitled(record=one.pk, by=by, number=one.number, quantity=one.quantity, products=told))
    return one


@transaction.atomic
def edit(one: Entitlement, *, by: Actor, products: Collection[Product] | None = None, **changes: Any) -> None:
    """Correct what is known of it. Whoever owns it is warned of a new day anew, and past days are counted anew.

    Where more or fewer are owned from a day on, end it and write down another: so the days before keep their figures.
    """
    by.need(P.MANAGE_ENTITLEMENTS, _("correct what was bought"))
    Entitlement.objects.select_for_update(no_key=True).get(pk=one.pk)
    one.refresh_from_db()
    before, held = list(one.products.order_by("pk")), (one.starts_on, one.ends_on)
    changed = _write(one, before if products is None else products, changes)
    if products is not None and {product.pk for product in products} != {product.pk for product in before}:
        changed = [*changed, "products"]
        _count_what_is_covered([product.pk for product in before])
        _recount(one, [product.pk for product in before], *held)
    if changed:
        tell(EntitlementEdited(record=one.pk, by=by, changed=sorted(changed)))


@transaction.atomic
def end(one: Entitlement, *, by: Actor, ends_on: date, reason: str) -> None:
    """It holds until that day and no longer."""
    by.need(P.MANAGE_ENTITLEMENTS, _("end what was bought"))
    if not (reason := reason.strip()[:300]):
        raise Refused(_("Say why."), field="reason", code="missing")
    Entitlement.objects.select_for_update(no_key=True).get(pk=one.pk)
    one.refresh_from_db()
    _write(one, list(one.products.all()), {"ends_on": ends_on})
    tell(EntitlementEnded(record=one.pk, by=by, ends_on=ends_on, reason=reason))


@transaction.atomic
def add_key(one: Entitlement, *, by: Actor, label: str, secret: str) -> Key:
    """Keep a licence key, encrypted."""
    by.need(P.MANAGE_ENTITLEMENTS, _("keep licence keys"))
    if not (secret := secret.strip()) or len(secret) > 4000:
        raise Refused(_("Give a key of at most 4000 characters."), field="secret")
    key = Key(entitlement=one)
    save(key, label=label, secret=secret)
    tell(KeyAdded(record=one.pk, by=by, key=key.pk))
    return key


@transaction.atomic
def show_key(key: Key, *, by: Actor) -> str:
    """The key in the clear. That it was shown, and to whom, is on record."""
    by.need(P.SEE_KEYS, _("see licence keys"))
    tell(KeyShown(record=key.entitlement_id, by=by, key=key.pk))
    return str(key.secret)


@transaction.atomic
def remove_key(key: Key, *, by: Actor) -> None:
    """Keep it no longer."""
    by.need(P.MANAGE_ENTITLEMENTS, _("keep licence keys"))
    pk, record = key.pk, key.entitlement_id
    key.delete()
    tell(KeyRemoved(record=record, by=by, key=pk))


def _write(one: Entitlement, products: Collection[Product], values: dict[str, Any]) -> list[str]:
    if unknown := values.keys() - set(EDITABLE):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    if not products or len(products) > MOST_PRODUCTS:
        raise Refused(_("Choose one product, or a bundle of at most %(n)s.") % {"n": MOST_PRODUCTS}, field="products")
    if (owner := values.get("owner")) and not actor_for(owner).may(P.SEE_ENTITLEMENTS):
        raise Refused(_("Whoever owns it may see what was bought."), field="owner", code="may_not_see")
    if "warn_days" in values:
        values["warn_days"] = sorted(set(values["warn_days"]), reverse=True)
    pks = sorted(product.pk for product in products)
    list(Product.objects.filter(pk__in=pks).order_by("pk").select_for_update(no_key=True))
    before = days(one) if one.pk else None
    was = (one.starts_on, one.ends_on) if one.pk else None
    changed = save(one, **values)
    _refuse_other_metric(one, pks)
    Cover.objects.filter(entitlement=one).exclude(product__in=pks).delete()
    added = {*pks} - {*Cover.objects.filter(entitlement=one).values_list("product", flat=True)}
    Cover.objects.bulk_create([Cover(entitlement=one, product_id=pk) for pk in pks], ignore_conflicts=True)
    _plan(one, is_new_day=before is None or before[0] != days(one)[0])
    _count_what_is_covered(pks)
    if was is None or set(changed) - UNCOUNTED or added:
        _recount(one, pks, *(was or (one.starts_on, one.ends_on)))
    return [name for name in changed if name in EDITABLE]


def _plan(one: Entitlement, *, is_new_day: bool) -> None:
    one.warned_on = None if is_new_day else one.warned_on
    one.next_on = days(one)[1]
    Entitlement.objects.filter(pk=one.pk).update(warned_on=one.warned_on, next_on=one.next_on)


def _recount(one: Entitlement, products: list[int], was_from: date, was_until: date | None) -> None:
    """Past days on which it held, or holds now, have other figures."""
    last = max(was_until, one.ends_on) if was_until and one.ends_on else None
    ask_to_recount(products, min(was_from, one.starts_on), last)


def _count_what_is_covered(products: list[int]) -> None:
    Product.objects.filter(pk__in=products, is_counted=False).update(is_counted=True, uses_due=True)
    ask_to_reckon(products)


def _refuse_other_metric(one: Entitlement, products: list[int]) -> None:
    """What holds of a product at the same time is counted by one metric: else nobody could say what is missing."""
    same = {name: getattr(one, name) for name in ("metric", "per_processor", "per_machine")}
    others = Entitlement.objects.filter(products__in=products).exclude(pk=one.pk).exclude(**same)
    others = others.filter(Q(ends_on=None) | Q(ends_on__gte=one.starts_on))
    if one.ends_on:
        others = others.filter(starts_on__lte=one.ends_on)
    if other := others.first():
        words = _("%(number)s holds at the same time and is counted by something else.") % {"number": other.number}
        raise Refused(words, field="metric", code="mixed")
