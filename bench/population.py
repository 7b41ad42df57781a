"""A million tickets and five million facts, as three years of a busy desk would have left them.

Bulk SQL, the same rows on every run. Sizes follow the long tails of real desks: few services, teams and tags have most
tickets, a few words are in half of all titles and most are rare; nearly all tickets have ended long ago.
"""

import contextlib
import time
from collections.abc import Iterator

from django.db import connection

SERVICES, TEAMS, PEOPLE, ORGANISATIONS, WORDS, TAGS = 120, 20, 400, 60, 4000, 300

FILLED = (
    "tickets_ticket", "tickets_wording", "incidents_incident", "incidents_reckoning", "tickets_comment", "facts",
)  # fmt: skip

BASE = """
SELECT setseed(0.42);
INSERT INTO people_organisation (name, kind, domains, shares_tickets)
    SELECT 'Organisation ' || i, CASE WHEN i = 1 THEN 'own' ELSE 'customer' END, '{}', i > 1
      FROM generate_series(1, %(orgs)s) i;
INSERT INTO people_team (name, slug, description, email)
    SELECT 'Team ' || i, 'team-' || i, '', '' FROM generate_series(1, %(teams)s) i;
INSERT INTO people_person (password, email, name, organisation_id, time_zone, phone, is_active, created_at)
    SELECT '!', 'p' || i || '@example.org', 'Person ' || i, 1 + (i %% %(orgs)s), 'UTC', '', true, now()
      FROM generate_series(1, %(people)s) i;
INSERT INTO people_membership (person_id, team_id, is_lead, joined_at)
    SELECT i, 1 + i %% %(teams)s, false, now() FROM generate_series(1, %(people)s) i;
INSERT INTO services_service (name, slug, description, owner_team_id, tier, value_per_hour, users_count,
        customers_count, is_active)
    SELECT 'Service ' || i, 'service-' || i, '', 1 + i %% %(teams)s, 1 + i %% 4, 100, 50, 0, true
      FROM generate_series(1, %(services)s) i;
"""

TICKETS = """
SELECT setseed(0.42);
CREATE FUNCTION pg_temp.tail(most int, steep float) RETURNS int LANGUAGE sql VOLATILE
    AS 'SELECT 1 + floor(most * power(random(), steep))::int';
WITH raw AS (
    SELECT i, i::float / %(tickets)s AS age, random() AS luck, random() AS lot,
           now() - interval '3 years' * (1 - i::float / %(tickets)s) - interval '1 second' * (i %% 7) AS opened,
           pg_temp.tail(%(services)s, 2.5) AS service, pg_temp.tail(%(people)s, 2) AS assignee,
           pg_temp.tail(%(people)s, 1) AS requester
      FROM generate_series(1, %(tickets)s) i
), lived AS (
    SELECT *, CASE
        WHEN age > 0.98 OR luck < 0.003 THEN (ARRAY['new','triaged','in_progress','in_progress','on_hold','restored'])
                                              [1 + floor(6 * lot)::int]
        WHEN age > 0.97 THEN 'resolved' WHEN lot < 0.06 THEN 'cancelled' ELSE 'closed' END AS state
      FROM raw
)
INSERT INTO tickets_ticket (id, number, kind, title, description, state, is_open, priority, severity, service_id,
    team_id, assignee_id, requester_id, organisation_id, tags, is_drill, version, touched, opened_at, updated_at,
    closed_at, cost_of_delay)
SELECT i, CASE WHEN i %% 1000 = 500 THEN 'PRB-' ELSE 'INC-' END || (1000 + i),
       CASE WHEN i %% 1000 = 500 THEN 'problem' ELSE 'incident' END,
       (SELECT string_agg('word' || pg_temp.tail(%(words)s, 3), ' ') FROM generate_series(1, 6) w WHERE i > 0)
           || ' on host' || pg_temp.tail(200000, 1),
       (SELECT string_agg('word' || pg_temp.tail(%(words)s, 3), ' ') FROM generate_series(1, 30) w WHERE i > 0),
       state, state NOT IN ('resolved', 'closed', 'cancelled'),
       LEAST(5, 1 + floor(5 * power(lot, 0.5))::int),
       CASE WHEN luck < 0.9 THEN LEAST(4, 1 + floor(5 * power(lot, 0.5))::int) END,
       service, 1 + service %% %(teams)s, CASE WHEN luck < 0.93 THEN assignee END, requester, 1 + requester %% %(orgs)s,
       ARRAY['tag' || pg_temp.tail(%(tags)s, 3)] || CASE WHEN luck < 0.5 THEN '{}' ELSE ARRAY['later'] END::text[],
       luck > 0.99, 6, '{}', opened, opened + interval '1 day' * LEAST(20 * power(lot, 3), 3 * 365 * (1 - age)),
       CASE WHEN state IN ('closed', 'cancelled')
            THEN opened + interval '1 day' * LEAST(20 * power(lot, 3), 3 * 365 * (1 - age)) END,
       CASE WHEN age > 0.98 OR luck < 0.003 THEN round((200 * lot)::numeric, 2) ELSE 0 END
  FROM lived;
INSERT INTO incidents_incident (ticket_id, impact, urgency, is_severity_declared, fingerprint, hold_reason,
    cancel_reason, cause, fix, service_down_at, acknowledged_at, restored_at, resolved_at,
    reopened_count, state_before_merge, close_hindrance)
SELECT id, 2, 2, false, CASE WHEN id %% 3 = 0 THEN 'alert-' || id %% 5000 ELSE '' END, '', '', '', 'Restarted',
       opened_at, opened_at + interval '5 minutes', opened_at + interval '1 hour',
       CASE WHEN NOT is_open THEN updated_at END, 0, '', ''
  FROM tickets_ticket WHERE kind = 'incident';
INSERT INTO problems_problem (ticket_id, source, fingerprint, key, cause, workaround, fix, reference, verification,
    cancel_reason)
SELECT id, 'hand', '', '', '', '', '', '', '', '' FROM tickets_ticket WHERE kind = 'problem';
INSERT INTO incidents_assessment (incident_id, base_urgency, refused, suggestion)
SELECT id, 2, '[]', '{}' FROM tickets_ticket WHERE kind = 'incident';
INSERT INTO incidents_reckoning (incident_id, at, impact, urgency, priority, is_judged, services, people, customers,
    value_per_hour, tier, base_urgency, alerts, reports, joined, is_recovering, reason)
SELECT id, opened_at, 2, 2, 3, id %% 10 = 0, ARRAY[service_id], id %% 6000, id %% 20000, 100 * (id %% 900),
       1 + service_id %% 4, 1 + id %% 3, id %% 25, 0, 0, false, ''
  FROM tickets_ticket WHERE kind = 'incident';
INSERT INTO tickets_comment (ticket_id, author_id, author_key, author_name, body, is_public, is_update, created_at)
SELECT 1 + (i * 7919::bigint) %% %(tickets)s, 1 + i %% %(people)s, 'person:' || 1 + i %% %(people)s, '',
       'We have looked into it: '
           || (SELECT string_agg('word' || pg_temp.tail(%(words)s, 3), ' ') FROM generate_series(1, 15) w WHERE i > 0)
           || CASE WHEN i %% 2 = 0 THEN ' reply' ELSE ' note' END || pg_temp.tail(20000, 1),
       i %% 2 = 0, false, now()
  FROM generate_series(1, %(tickets)s) i;
INSERT INTO tickets_wording (ticket_id, words, notes)
SELECT t.id, t.words || to_tsvector('simple', coalesce(string_agg(c.body, ' ') FILTER (WHERE c.is_public), '')),
       to_tsvector('simple', coalesce(string_agg(c.body, ' ') FILTER (WHERE NOT c.is_public), ''))
  FROM tickets_ticket t LEFT JOIN tickets_comment c ON c.ticket_id = t.id GROUP BY t.id;
INSERT INTO tickets_watcher (ticket_id, person_id, since)
SELECT 1 + (i * 104729::bigint) %% %(tickets)s, 1 + i %% %(people)s, now()
  FROM generate_series(1, %(tickets)s / 10) i ON CONFLICT DO NOTHING;
INSERT INTO sla_terms (digest, aim, target_seconds, warn_percent, hours_name) VALUES ('\\x00', 'Usual', 14400, 75, '');
INSERT INTO sla_clock (ticket_id, measure, kind, terms_id, length, counted_seconds, since, started_at, warn_at, due_at,
    warned_at, breached_at)
SELECT id, measure, CASE WHEN is_open THEN 'running' ELSE 'met' END, (SELECT min(id) FROM sla_terms), 1, 0,
       opened_at, opened_at, CASE WHEN is_open THEN opened_at + interval '3 hours' END,
       CASE WHEN is_open THEN opened_at + interval '4 hours' END,
       CASE WHEN id %% 5 = 0 THEN opened_at + interval '3 hours' END,
       CASE WHEN id %% 10 = 0 THEN opened_at + interval '4 hours' END
  FROM tickets_ticket, unnest(ARRAY['response', 'resolution']) AS measure;
SELECT setval(pg_get_serial_sequence('tickets_ticket', 'id'), %(tickets)s), setval('number_inc', 1000 + %(tickets)s);
"""

FACTS = """
INSERT INTO facts (at, kind, stream, record, by, data)
SELECT opened_at + interval '10 minutes' * n, (ARRAY['incident.opened', 'incident.acknowledged', 'ticket.assigned',
       'incident.restored', 'incident.resolved'])[n + 1], 'ticket', id, 'person:' || 1 + id %% %(people)s,
       jsonb_build_object('person', 1 + id %% %(people)s, 'number', number)
  FROM tickets_ticket, generate_series(0, 4) n WHERE id BETWEEN %(first)s AND %(last)s;
"""


def fill(tickets: int) -> None:
    """Fill an empty, migrated database."""
    sizes = {
        "services": SERVICES, "teams": TEAMS, "people": PEOPLE, "orgs": ORGANISATIONS,
        "words": WORDS, "tags": TAGS, "tickets": tickets,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(BASE, sizes)
        with without_indexes(*FILLED), without_triggers("tickets_ticket", "tickets_comment"):
            started = time.monotonic()
            cursor.execute(TICKETS, sizes)
            print(f"{tickets:,} tickets in {time.monotonic() - started:.0f} s")
            cursor.execute("SELECT facts_make_room(now() - interval '37 months', 37)")
            for first in range(1, tickets + 1, 100_000):
                cursor.execute(FACTS, {**sizes, "first": first, "last": min(first + 99_999, tickets)})
            print(f"{5 * tickets:,} facts, all in {time.monotonic() - started:.0f} s")
        print(f"indexes after {time.monotonic() - started:.0f} s")
        cursor.execute("VACUUM ANALYZE")


@contextlib.contextmanager
def without_triggers(*tables: str) -> Iterator[None]:
    """Leave to one statement for all rows what triggers do row by row."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextlib.contextmanager
def without_indexes(*tables: str) -> Iterator[None]:
    """Load first, index afterwards: the indexes that enforce nothing are dropped meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique",
            [list(tables)],
        )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, definition in found:
            cursor.execute(definition.replace(" ON ONLY ", " ON "))
