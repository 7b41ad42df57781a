"""Reads: the rows behind figures that stand on entitlements, sign-ins and peaks, and which day comes next."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from watchkeep.estate.licences.models import Cover, Entitlement, Peak, Product, SignIn
from watchkeep.estate.licences.queries.standings import PEAK_DAYS, end_of
from watchkeep.kernel import clock
from watchkeep.kernel.errors import Refused


def bought_of(product: Product, day: date) -> QuerySet[Entitlement]:
    """What was bought of a product and holds on a day."""
    rows = Entitlement.objects.on(day).filter(products=product)
    return rows.select_related("contract", "owner").prefetch_related("products")


def sign_ins_of(product: Product, day: date) -> QuerySet[SignIn]:
    """Who signed in as lately as counts on a day, each day of theirs."""
    since = day - timedelta(days=product.idle_days)
    rows = SignIn.objects.filter(product=product, on__gt=since, on__lte=day, noted_at__lte=end_of(day))
    return rows.select_related("person")


def peaks_of(product: Product, day: date) -> QuerySet[Peak]:
    """The peaks that count on a day."""
    since = day - timedelta(days=PEAK_DAYS)
    return Peak.objects.filter(product=product, on__gt=since, on__lte=day, noted_at__lte=end_of(day))


def next_days(products: Collection[int]) -> dict[int, date]:
    """For each of these products the first day by which somebody decides about what holds of it now, in one query."""
    today, found = clock.now().date(), dict[int, date]()
    holds = Entitlement.objects.on(today)
    rows = Cover.objects.filter(product__in=products, entitlement__in=holds).select_related("entitlement__contract")
    for cover in rows:
        one = cover.entitlement
        day = one.ends_on or (one.contract and (one.contract.notice_by or one.contract.ends_on))
        if day and day >= today:
            found[cover.product_id] = min(day, found.get(cover.product_id, day))
    return found


def products_named(names: Iterable[str]) -> list[Product]:
    """The products of these names, each once. Refused (field ``products``) where none or several are called so."""
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    lowered = [name.lower() for name in wanted]
    found: dict[str, list[Product]] = {}
    for one in Product.objects.annotate(lowered=Lower("name")).filter(lowered__in=lowered):
        found.setdefault(one.name.lower(), []).append(one)
    for name in wanted:
        if len(found.get(name.lower(), ())) != 1:
            words = (
                _("Several products are called “%(name)s”.")
                if found.get(name.lower())
                else _("No product is called “%(name)s”.")
            )
            raise Refused(words % {"name": name[:120]}, field="products", code="unknown")
    return [found[name][0] for name in dict.fromkeys(lowered)]
