"""How products stand at an instant, counted from rows that know since when and until when: the same for any past day.

Every need is one licence, or what a machine counts by the metric, of one who uses: a machine, a person or a place. What
they use together stays together, so that a bundle covers it with one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from watchkeep.estate.licences import rules
from watchkeep.estate.licences.models import Cover, Entitlement, Peak, Position, Seat, SignIn
from watchkeep.kernel import clock

PEAK_DAYS = 30
_SUBJECT = {
    rules.By.USER: "coalesce(u.person_id, -u.item_id)",
    rules.By.SITE: "coalesce(u.place_id, 0)",
}
_NOW, _THEN = "u.until IS NULL", "u.since <= %(at)s AND (u.until IS NULL OR u.until > %(at)s)"
_USES = """
SELECT u.product_id AS product, {subject} AS subject, u.edition, u.version, u.processors, u.cores
  FROM licences_use u WHERE u.product_id = ANY(%(products)s) AND {when}
"""
_SEATS = """
SELECT u.product_id AS product, u.person_id AS subject, '' AS edition, '' AS version, NULL::int AS processors,
       NULL::int AS cores
  FROM licences_seat u
 WHERE u.product_id = ANY(%(products)s) AND {when}
"""
_SIGNED_IN = """
SELECT s.product_id, s.person_id, '', '', NULL::int, NULL::int
  FROM licences_signin s JOIN licences_product p ON p.id = s.product_id
 WHERE s.product_id = ANY(%(products)s) AND s.on <= %(day)s AND s.on > %(day)s - p.idle_days AND s.noted_at <= %(at)s
"""
_ALONE = """
SELECT ARRAY[product || E'\\x1f' || edition || E'\\x1f' || version], processors, cores, count(*)
  FROM ({rows}) n GROUP BY product, edition, version, processors, cores
"""
_ONE_EACH = """
SELECT DISTINCT ON (product, subject) * FROM ({rows}) r
 ORDER BY product, subject, string_to_array(nullif(version, ''), '.')::numeric[] DESC NULLS LAST, edition
"""
_TOGETHER = """
SELECT whole, processors, cores, count(*) FROM (
    SELECT array_agg(product || E'\\x1f' || edition || E'\\x1f' || version ORDER BY product) AS whole,
           max(processors) AS processors, max(cores) AS cores
      FROM ({rows}) n GROUP BY subject) g
 GROUP BY whole, processors, cores
"""


@dataclass(frozen=True)
class Standing:
    """How a product stands. ``free`` by entitlement; costs are euro a year; ``has_window``: time alone changes it."""

    product: int
    metric: rules.By
    figures: rules.Figures
    cost_at_risk: Decimal
    shelfware: Decimal
    has_window: bool = False

    def values(self) -> dict[str, Any]:
        """What a position keeps of it."""
        same = {name: getattr(self.figures, name) for name in ("owned", "used", "covered", "idle", "free")}
        costs = {"cost_at_risk": self.cost_at_risk, "shelfware": self.shelfware}
        return same | costs | {"metric": self.metric.value, "status": self.figures.status.value}


@dataclass
class _Group:
    """Products that are counted together: one, or those that share bundles."""

    products: list[int]
    entitlements: dict[int, Entitlement] = field(default_factory=dict)
    covers: dict[int, list[int]] = field(default_factory=dict)

    @property
    def metric(self) -> rules.By:
        """What is counted; machines where nothing was bought."""
        return rules.By(next(iter(self.entitlements.values())).metric) if self.entitlements else rules.By.DEVICE


def standings(products: Collection[int], day: date) -> list[Standing]:
    """How these products, and those that share a bundle with them, stood at the end of a day, or stand now."""
    groups = _groups(products, day)
    everything = [pk for group in groups for pk in group.products]
    needs = _needs(groups, day)
    idle = Counter(idle_seats(everything, day).values_list("product", flat=True))
    return [one for place, group in enumerate(groups) for one in _standing(group, needs[place], idle)]


def differs(one: Standing, before: Position | None) -> bool:
    """Whether a product stands otherwise than was written down before."""
    if before is None:
        return bool(one.figures.owned or one.figures.used)
    return any(getattr(before, name) != value for name, value in one.values().items())


def idle_seats(products: Collection[int], day: date) -> QuerySet[Seat]:
    """Seats that have been taken for long, of people who did not sign in, where sign-ins are known at all."""
    at = end_of(day)
    uses = SignIn.objects.filter(product=OuterRef("product"), on__lte=day, noted_at__lte=at)
    lately = uses.filter(person=OuterRef("person"), on__gt=_ago(day, OuterRef("product__idle_days")))
    rows = Seat.objects.filter(Q(since__lte=at), Q(until=None) | Q(until__gt=at), product__in=[*products])
    old = Q(since__lte=_ago(day, F("product__idle_days")))
    return rows.filter(old, Exists(uses), ~Exists(lately))


def end_of(day: date) -> datetime:
    """The instant by which a day is over, or now while it is not."""
    return min(datetime.combine(day + timedelta(days=1), time(), UTC) - timedelta(microseconds=1), clock.now())


def is_today(day: date) -> bool:
    """Whether a day is not over."""
    return day >= clock.now().date()


def has_windows(metric: rules.By) -> bool:
    """Whether time alone may change what is used by this metric."""
    return metric in {*rules.OF_PEOPLE, rules.By.CONCURRENT}


def _ago(day: date, days: Any) -> Any:
    span = ExpressionWrapper(days * Value(timedelta(days=1), DurationField()), DurationField())
    return ExpressionWrapper(Value(datetime.combine(day, time(), UTC), DateTimeField()) - span, DateTimeField())


def _groups(products: Collection[int], day: date) -> list[_Group]:
    """The products in groups that bundles hold together."""
    wanted, covers = set(products), list[tuple[int, int]]()
    while True:
        holding = Cover.objects.filter(product__in=wanted, entitlement__in=Entitlement.objects.on(day))
        rows = Cover.objects.filter(entitlement__in=holding.values("entitlement"))
        covers = list(rows.order_by("entitlement", "product").values_list("entitlement", "product"))
        grown = wanted | {product for _entitlement, product in covers}
        if grown == wanted:
            break
        wanted = grown
    root = {pk: pk for pk in wanted}
    by_entitlement: dict[int, list[int]] = defaultdict(list)
    for entitlement, product in covers:
        by_entitlement[entitlement].append(product)
    for members in by_entitlement.values():
        roots = {root[pk] for pk in members}
        root |= {pk: min(roots) for pk in root if root[pk] in roots}
    groups: dict[int, _Group] = {}
    for pk in sorted(wanted):
        groups.setdefault(root[pk], _Group([])).products.append(pk)
    for one in Entitlement.objects.filter(pk__in=by_entitlement).order_by("pk"):
        group = groups[root[by_entitlement[one.pk][0]]]
        group.entitlements[one.pk], group.covers[one.pk] = one, by_entitlement[one.pk]
    return list(groups.values())


def _needs(groups: list[_Group], day: date) -> list[Counter[frozenset[rules.Need]]]:
    """What is needed together, with how many licences, for each group."""
    place_of = {pk: place for place, group in enumerate(groups) for pk in group.products}
    needs = [Counter[frozenset[rules.Need]]() for _group in groups]
    known: dict[tuple[int, str], rules.Need] = {}
    for whole, processors, cores, n in _counted(groups, day):
        place = place_of[int(whole[0].partition("\x1f")[0])]
        group = groups[place]
        told = [known.setdefault((place, said), _need(group, said, day)) for said in whole]
        needs[place][frozenset(told)] += n * _weight(group, processors, cores)
    for product, most in _peaks(groups, day).items():
        needs[place_of[product]][frozenset({_need(groups[place_of[product]], f"{product}\x1f\x1f", day)})] += most
    return needs


def _counted(groups: list[_Group], day: date) -> Iterator[tuple[list[str], int | None, int | None, int]]:
    """One statement for each metric, alone and in bundles, however many products there are."""
    sorts: dict[tuple[rules.By, bool], list[int]] = defaultdict(list)
    for group in groups:
        if group.metric != rules.By.CONCURRENT:
            sorts[group.metric, len(group.products) > 1].extend(group.products)
    for (metric, together), products in sorts.items():
        rows = _rows(metric, day)
        counting = _TOGETHER if together else _ALONE
        with connection.cursor() as cursor:
            values: dict[str, Any] = {"products": products, "at": end_of(day), "day": day}
            cursor.execute(counting.format(rows=rows), values)
            yield from cursor.fetchall()


def _rows(metric: rules.By, day: date) -> str:
    when = _NOW if is_today(day) else _THEN
    uses = _USES.format(subject=_SUBJECT.get(metric, "u.item_id"), when=when)
    seats = _SEATS.format(when=when)
    if metric == rules.By.SEAT:
        return f"{seats} UNION {_SIGNED_IN}"
    if metric == rules.By.USER:
        return _ONE_EACH.format(rows=f"{uses} UNION ALL {seats}")
    return _ONE_EACH.format(rows=uses) if metric == rules.By.SITE else uses


def _need(group: _Group, said: str, day: date) -> rules.Need:
    product, edition, version = said.split("\x1f")
    options = (
        pk
        for pk, one in group.entitlements.items()
        if int(product) in group.covers[pk] and rules.is_covered(one.terms, edition, version, day)
    )
    return rules.Need(int(product), frozenset(options))


def _weight(group: _Group, processors: int | None, cores: int | None) -> int:
    if group.metric not in rules.WEIGHED:
        return 1
    terms = next(iter(group.entitlements.values()))
    minimums = {"per_processor": terms.per_processor, "per_machine": terms.per_machine}
    return rules.licences_for(group.metric, processors=processors, cores=cores, **minimums)


def _peaks(groups: list[_Group], day: date) -> Mapping[int, int]:
    """The most at once in the last thirty days, of products that are counted so."""
    asked = [pk for group in groups if group.metric == rules.By.CONCURRENT for pk in group.products]
    rows = Peak.objects.filter(product__in=asked, on__lte=day, on__gt=day - timedelta(days=PEAK_DAYS))
    return dict(rows.filter(noted_at__lte=end_of(day)).values_list("product").annotate(most=Max("most")))


def _standing(group: _Group, needs: Counter[frozenset[rules.Need]], idle: Mapping[int, int]) -> Iterator[Standing]:
    owned = {pk: one.quantity for pk, one in group.entitlements.items()}
    outcome = rules.allocate(needs, owned)
    used: Counter[int] = Counter()
    for what, n in needs.items():
        used.update(dict.fromkeys((need.product for need in what), n))
    for product in group.products:
        mine = [pk for pk in owned if product in group.covers[pk]]
        free = {pk: owned[pk] - outcome.taken[pk] for pk in mine}
        prices = {pk: group.entitlements[pk].price_of_one for pk in mine}
        figures = rules.Figures(
            owned=sum(owned[pk] for pk in mine), used=used[product], covered=outcome.covered[product],
            idle=min(idle.get(product, 0), outcome.covered[product]), free=sum(free.values()),
        )  # fmt: skip
        yield Standing(
            product, group.metric, figures, rules.cost_at_risk(figures.missing, [*prices.values()]),
            _shelfware(group, product, free, figures.idle, prices), has_windows(group.metric),
        )  # fmt: skip


def _shelfware(
    group: _Group, product: int, free: Mapping[int, int], idle: int, prices: Mapping[int, rules.Price]
) -> Decimal:
    """What is free of a bundle is counted with the first of its products alone, so that a sum counts it once."""
    own = {pk: n for pk, n in free.items() if group.covers[pk][0] == product}
    return rules.cost_of_shelfware(own, idle, prices)
