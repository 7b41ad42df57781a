"""Noting who uses what: from what inventories found, changed only where something else is true than was noted.

Noted are products that somebody has to be paid for. One machine costs its own software, one product its own machines.
"""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from watchkeep.estate.assets.models import Item
from watchkeep.estate.licences.models import Product, Unreckoned
from watchkeep.kernel import clock, locks

_WANTED = """
CREATE TEMP TABLE licences_wanted ON COMMIT DROP AS
SELECT DISTINCT ON (r.product_id, i.item)
       r.product_id, i.item AS item_id, i.user_id AS person_id, i.location_id AS place_id, r.edition, r.version,
       i.processors, i.cores
  FROM licences_product p
  JOIN licences_reading r ON r.product_id = p.id
  JOIN assets_installation n ON n.title_id = r.title_id AND n.until IS NULL
  JOIN ({machines}) i ON i.id = n.item_id
 WHERE p.is_counted {scope}
 ORDER BY r.product_id, i.item, string_to_array(nullif(r.version, ''), '.')::numeric[] DESC NULLS LAST, r.title_id
"""
_MACHINES = """
SELECT t.id, coalesce(w.id, t.id) AS item, coalesce(w.user_id, t.user_id) AS user_id,
       coalesce(w.location_id, t.location_id) AS location_id, {processors} AS processors, {cores} AS cores
  FROM assets_item t LEFT JOIN assets_item w ON w.id = t.merged_into_id
 WHERE coalesce(w.is_active, t.is_active) {which}
"""
_NUMBER = """CASE WHEN coalesce(w.values, t.values)->>'{0}' ~ '^[0-9]{{1,6}}$'
                  THEN (coalesce(w.values, t.values)->>'{0}')::int END"""
_CLOSE = """
UPDATE licences_use u SET until = greatest(u.since, %s)
 WHERE u.until IS NULL {scope} AND NOT EXISTS (
       SELECT 1 FROM licences_wanted d
        WHERE d.product_id = u.product_id AND d.item_id = u.item_id
          AND (d.person_id, d.place_id, d.edition, d.version, d.processors, d.cores)
              IS NOT DISTINCT FROM (u.person_id, u.place_id, u.edition, u.version, u.processors, u.cores))
RETURNING u.product_id
"""
_MISSING = """
CREATE TEMP TABLE licences_missing ON COMMIT DROP AS
SELECT d.* FROM licences_wanted d
 WHERE NOT EXISTS (SELECT 1 FROM licences_use u
                    WHERE u.product_id = d.product_id AND u.item_id = d.item_id AND u.until IS NULL)
"""
_BEGIN = """
INSERT INTO licences_use (product_id, item_id, person_id, place_id, edition, version, processors, cores, since)
SELECT product_id, item_id, person_id, place_id, edition, version, processors, cores, %s FROM licences_missing
ON CONFLICT (product_id, item_id) WHERE until IS NULL DO NOTHING
RETURNING product_id
"""
_CHANGED = """
WITH closed AS ({close}), changed AS (SELECT DISTINCT product_id FROM closed)
SELECT product_id FROM changed
"""
_BEGUN = """
WITH begun AS ({begin}) SELECT DISTINCT product_id FROM begun
"""
BATCH = 50


def note_uses_of(items: Sequence[int]) -> None:
    """Note anew what is used on these machines, and on those that stand for them."""
    standing = Item.objects.filter(pk__in=[*items], merged_into__isnull=False).values_list("merged_into", flat=True)
    if concerned := sorted({*items, *(one for one in standing if one)}):
        _note(items=concerned)


def note_due() -> int:
    """Note anew who uses the products whose titles are read otherwise now. Returns how many products were due."""
    with locks.only_one("licences.uses") as is_mine:
        if not is_mine:
            return 0
        rows = Product.objects.filter(uses_due=True).order_by("id").select_for_update()
        due = list(rows.values_list("pk", flat=True)[:BATCH])
        if due:
            Product.objects.filter(pk__in=due).update(uses_due=False)
            _note(products=due)
    return len(due)


@transaction.atomic
def _note(items: Sequence[int] | None = None, products: Sequence[int] | None = None) -> None:
    """One at a time for a machine: of two inventories of it the later sees what the former noted."""
    now = clock.now()
    machines, closing, values = _scoped(items, products)
    with connection.cursor() as cursor:
        if items is not None:
            cursor.execute("SELECT id FROM assets_item WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [[*items]])
        scope = "AND p.id = ANY(%s)" if products is not None else ""
        cursor.execute("DROP TABLE IF EXISTS licences_wanted, licences_missing")
        cursor.execute(_WANTED.format(machines=machines, scope=scope), values)
        cursor.execute("ANALYZE licences_wanted")
        cursor.execute(_CHANGED.format(close=_CLOSE.format(scope=closing)), [now, *values[:1]])
        changed = {product for (product,) in cursor.fetchall()}
        cursor.execute(_MISSING)  # apart: an insert must not look for what it writes in what it has written
        cursor.execute(_BEGUN.format(begin=_BEGIN), [now])
        changed |= {product for (product,) in cursor.fetchall()}
    ask_to_reckon(changed)


def ask_to_reckon(products: Iterable[int]) -> None:
    """The position of these products is to be reckoned anew. Waits for nobody."""
    Unreckoned.objects.bulk_create(Unreckoned(product_id=pk) for pk in sorted({*products}))


def _scoped(items: Sequence[int] | None, products: Sequence[int] | None) -> tuple[str, str, list[list[int]]]:
    numbers = {"processors": _NUMBER.format("cpu_count"), "cores": _NUMBER.format("cores")}
    if items is not None:
        which = "AND (t.id = ANY(%s) OR t.merged_into_id = ANY(%s))"
        return _MACHINES.format(which=which, **numbers), "AND u.item_id = ANY(%s)", [[*items], [*items]]
    machines = _MACHINES.format(which="", **numbers)
    if products is not None:
        return machines, "AND u.product_id = ANY(%s)", [[*products]]
    return machines, "", []
