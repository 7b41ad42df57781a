"""A million items and three million relations, as a large firm would have them.

Bulk SQL, the same rows on every run. Sites hold racks, racks hold servers, servers carry virtual machines, those carry
programs and databases that need one another; everything hangs on switches, and those on one core. Two things are hubs:
the core, under which all of it hangs in several steps, and the directory, which each laptop needs directly.
"""

import contextlib
import time
from collections.abc import Iterator

from django.db import connection

from bench.population import without_indexes

PEOPLE, TEAMS, SERVICES, APPS_EACH = 2000, 40, 300, 20
SHARES = {  # per thousand items, in the order of their ids
    "location": 0.02, "rack": 4, "server": 60, "network_device": 6, "virtual_machine": 300, "application": 240,
    "database": 50, "cluster": 1, "network": 5, "storage": 2, "laptop": 200, "peripheral": 80, "certificate": 30,
    "phone": 21.98,
}  # fmt: skip
FILLED = ("assets_item", "assets_relation", "assets_change")

BASE = """
SELECT setseed(0.42);
INSERT INTO people_organisation (name, kind, domains, shares_tickets) VALUES ('Own', 'own', '{}', false);
INSERT INTO people_team (name, slug, description, email)
    SELECT 'Team ' || i, 'team-' || i, '', '' FROM generate_series(1, %(teams)s) i;
INSERT INTO people_person (password, email, name, organisation_id, time_zone, phone, is_active, created_at)
    SELECT '!', 'p' || i || '@example.org', 'Person ' || i, (SELECT min(id) FROM people_organisation), 'UTC', '', true,
           now() FROM generate_series(1, %(people)s) i;
"""
ITEMS = """
INSERT INTO assets_item (id, number, name, cls_id, state, is_active, serial, manufacturer, model, asset_tag,
    external_id, owner_team_id, owner_person_id, user_id, location_id, cost_centre, order_number, disposal, "values",
    created_at, last_seen_at, warranty_ends_on)
SELECT %(first)s + i, 'CI-' || %(first)s + i, %(slug)s || '-' || i || '.' || (ARRAY['prod','stage','lab'])[1 + i %% 3],
       (SELECT id FROM assets_itemclass WHERE slug = %(slug)s),
       CASE WHEN i %% 50 = 49 THEN 'retired' WHEN i %% 40 = 39 THEN 'in_stock' ELSE 'in_use' END, i %% 50 <> 49,
       CASE WHEN %(hard)s THEN 'SN' || %(slug)s || i ELSE '' END,
       CASE WHEN %(hard)s THEN (ARRAY['Dell','HPE','Lenovo','Cisco'])[1 + i %% 4] ELSE '' END,
       CASE WHEN %(hard)s THEN 'Model ' || i %% 300 ELSE '' END,
       CASE WHEN %(hard)s THEN 'TAG' || %(first)s + i ELSE '' END, '',
       CASE WHEN i %% 5 > 0 THEN 1 + floor(%(teams)s * power(random(), 2.5))::int END,
       CASE WHEN i %% 9 = 0 THEN 1 + i %% %(people)s END,
       CASE WHEN %(slug)s IN ('laptop', 'phone', 'peripheral') THEN 1 + i %% %(people)s END,
       CASE WHEN %(places)s > 0 THEN %(where)s + i %% %(places)s END, 'CC' || i %% 200, '', '',
       jsonb_build_object('os', 'Debian ' || 10 + i %% 4), now() - interval '1 day' * (i %% 900),
       now() - interval '1 hour' * (i %% 2000),
       CASE WHEN %(hard)s THEN current_date - 400 + (i %% 1400)::int END
  FROM generate_series(0, %(many)s - 1) i
"""
RELATION = """
INSERT INTO assets_relation (from_item_id, kind, to_item_id, since, until, sources)
SELECT DISTINCT ON (a, b) a, %(kind)s, b, now() - interval '1 day' * (a %% 700), NULL::timestamptz,
       ARRAY[(SELECT min(id) FROM assets_source)]
  FROM (SELECT {a} AS a, {b} AS b FROM generate_series(0, %(many)s - 1) i) t WHERE a <> b
"""
ENDED = """
INSERT INTO assets_relation (from_item_id, kind, to_item_id, since, until, sources)
SELECT from_item_id, kind, to_item_id, since - interval '300 days', since, sources
  FROM assets_relation WHERE id %% 10 = 0
"""
MERGED = """
UPDATE assets_item SET merged_into_id = id - 1 WHERE id %% 200 = 7 AND is_active
   AND cls_id IN (SELECT id FROM assets_itemclass WHERE slug IN ('server', 'virtual_machine', 'laptop'))
"""
CHANGES = """
INSERT INTO assets_change (item_id, at, attribute, before, after, by)
SELECT id, created_at + interval '1 hour', 'state', '"in_stock"', '"in_use"', 'person:1' FROM assets_item;
"""
ON_TOP = """
INSERT INTO services_service (name, slug, description, owner_team_id, tier, value_per_hour, users_count,
        customers_count, is_active, footing_due_at)
    SELECT 'Service ' || i, 'service-' || i, '', 1 + i %% %(teams)s, 1 + i %% 4, 100, 50, 0, true, now()
      FROM generate_series(1, %(services)s) i;
INSERT INTO services_serviceitem (service_id, item_id)
    SELECT DISTINCT s, %(application)s + (s * 40 * %(each)s + k) %% %(applications)s
      FROM generate_series(1, %(services)s) s, generate_series(0, %(each)s - 1) k;
INSERT INTO services_dependency (service_id, depends_on_id)
    SELECT i, i - 1 FROM generate_series(2, %(services)s) i WHERE i %% 6 > 0
"""
Numbers = dict[str, tuple[int, int]]
"""By class: the first id, and how many there are."""


def numbers(items: int) -> Numbers:
    """Which ids are of which class."""
    found, first = {}, 1
    for slug, share in SHARES.items():
        many = max(2, round(items * share / 1000))
        found[slug] = (first, many)
        first += many
    return found


def ties(of: Numbers) -> list[tuple[str, str, str, int]]:
    """Relations: kind, where each begins and ends (in SQL, by the number i), and how many."""
    (rack, racks), (host, hosts), (net, nets), (vm, vms) = (
        of[name] for name in ("rack", "server", "network_device", "virtual_machine")
    )
    (app, apps), (db, dbs), (cluster, clusters), (lan, lans) = (
        of[name] for name in ("application", "database", "cluster", "network")
    )
    (disk, disks), (laptop, laptops), (cert, certs) = (of[name] for name in ("storage", "laptop", "certificate"))
    core, tops = net, nets // 2
    return [
        ("part_of", f"{host} + i", f"{rack} + i %% {racks}", hosts),
        ("connects_to", f"{host} + i", f"{net + 1} + i %% {tops}", hosts),
        ("connects_to", f"{host} + i", f"{net + 1} + (i + 1) %% {tops}", hosts),
        ("connects_to", f"{net + 1} + i", str(core), nets - 1),
        ("runs_on", f"{vm} + i", f"{host} + i %% {hosts}", vms),
        ("part_of", f"{vm} + i", f"{cluster} + i %% {clusters}", vms),
        ("connects_to", f"{vm} + i", f"{lan} + i %% {lans}", vms),
        ("runs_on", f"{app} + i", f"{vm} + i %% {vms}", apps),
        *(("depends_on", f"{app} + i", f"{db} + (i * 7 + {n}) %% {dbs}", apps) for n in range(2)),
        *(("depends_on", f"{app} + i", f"{app} + i / 20 * 20 + (i + {n}) %% 20", apps) for n in (1, 2)),
        ("runs_on", f"{db} + i", f"{vm} + (i * 3) %% {vms}", dbs),
        ("depends_on", f"{db} + i", f"{disk} + i %% {disks}", dbs),
        ("connects_to", f"{laptop} + i", f"{net + 1 + tops} + i %% {nets - tops - 2}", laptops),
        ("depends_on", f"{laptop} + i", str(db), laptops),
        ("protects", f"{cert} + i", f"{app} + (i * 11) %% {apps}", certs),
    ]


def fill(items: int) -> Numbers:
    """Fill an empty, migrated database; returns which ids are of which class."""
    of, started = numbers(items), time.monotonic()
    sizes = {"teams": TEAMS, "people": PEOPLE, "services": SERVICES, "each": APPS_EACH}
    sizes |= {"application": of["application"][0], "applications": of["application"][1]}
    with connection.cursor() as cursor:
        cursor.execute(BASE, sizes)
        with without_references(*FILLED), without_indexes(*FILLED):
            for slug, (first, many) in of.items():
                cursor.execute(ITEMS, {**sizes, "slug": slug, "first": first, "many": many, **_whereabouts(slug, of)})
            for kind, a, b, many in ties(of):
                cursor.execute(RELATION.format(a=a, b=b), {"kind": kind, "many": many})
            for statement in (ENDED.replace("%%", "%"), MERGED.replace("%%", "%"), CHANGES):
                cursor.execute(statement)
            cursor.execute(ON_TOP, sizes)
        cursor.execute("SELECT setval(pg_get_serial_sequence('assets_item', 'id'), %s)", [sum(of["phone"])])
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM assets_item UNION ALL SELECT count(*) FROM assets_relation")
        (there,), (held,) = cursor.fetchall()
    print(f"{there:,} items and {held:,} relations in {time.monotonic() - started:.0f} s", flush=True)
    return of


@contextlib.contextmanager
def without_references(*tables: str) -> Iterator[None]:
    """Let foreign keys be checked for all rows at once, and not row by row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
            [list(tables)],
        )
        found = cursor.fetchall()
        for table, name, _definition in found:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        yield
        for table, name, definition in found:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def _whereabouts(slug: str, of: Numbers) -> dict[str, object]:
    hard = slug in {"server", "network_device", "laptop", "peripheral", "phone", "storage"}
    inside = {"rack": "location", "server": "rack", "laptop": "location", "peripheral": "location", "phone": "location"}
    where, places = of[inside[slug]] if slug in inside else (0, 0)
    return {"hard": hard, "where": where, "places": places}
