"""What else three years leave behind around a million tickets, for the pages that list it.

Reckonings come with the tickets (``population``). Here: alerts, pages, deliveries, messages, plans that were copied,
runs, reviews, corrective actions, problems and changes. Snapshots are those of the demo organisation, which is
loaded first.
"""

import time

from django.db import connection

from watchkeep.demo import organisation
from watchkeep.duty.automation import life as automation
from watchkeep.duty.automation.models import Procedure
from watchkeep.insight.capture import jobs as capture
from watchkeep.insight.reviews import jobs as reviews
from watchkeep.kernel import secrets
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.tickets.models import Ticket

AROUND = {
    "alerts": """
        INSERT INTO detection_alert (key, status, severity, summary, source, labels, count, episodes, first_at,
            last_at, started_at, is_silenced, incident_id, service_id, integration_id)
        SELECT 'bulk-' || id, CASE WHEN is_open THEN 'firing' ELSE 'resolved' END, 'critical', title, 'host' || id,
               '{}', 3, 1, opened_at, opened_at + interval '1 hour', opened_at, false, id, service_id,
               (SELECT min(id) FROM detection_integration)
          FROM tickets_ticket WHERE kind = 'incident' AND id <= %(tickets)s AND id %% 3 = 0""",
    "changes": """
        INSERT INTO detection_change (event, at, summary, source, links, service_id, integration_id)
        SELECT id, opened_at, 'Released ' || id, 'ci', '[]', service_id, (SELECT min(id) FROM detection_integration)
          FROM tickets_ticket WHERE kind = 'incident' AND id <= %(tickets)s AND id %% 10 = 1""",
    "searches for somebody": """
        INSERT INTO oncall_escalation (snapshot, round, step, state, started_at, ended_at, ticket_id, policy_id)
        SELECT one.snapshot, 0, 1, 'acknowledged', t.opened_at, t.opened_at + interval '5 minutes', t.id, one.policy_id
          FROM tickets_ticket t, (SELECT * FROM oncall_escalation ORDER BY id LIMIT 1) one
         WHERE t.kind = 'incident' AND t.id <= %(tickets)s AND t.id %% 3 = 0""",
    "pages": """
        INSERT INTO oncall_page (round, step, fact, digest, paged_at, expires_at, acknowledged_at, escalation_id,
            person_id)
        SELECT 0, 0, 0, decode(md5(id::text), 'hex'), started_at, started_at + interval '1 day', ended_at, id,
               1 + ticket_id %% 400
          FROM oncall_escalation WHERE ticket_id <= %(tickets)s""",
    "deliveries": """
        INSERT INTO notify_delivery (fact, channel, lane, address, hint, urgency, subject, body, link, link_text, mark,
            state, attempts, created_at, sent_at, answer, person_id, ticket_id, headers, secret, calendar)
        SELECT -id, 'email', 'email', %(address)s, 'p@…', 'high', number || ' ' || left(title, 100), title, '', '',
               gen_random_uuid(), CASE WHEN id %% 500 = 0 THEN 'dead' ELSE 'sent' END, 1, opened_at, opened_at, '250',
               1 + id %% 400, id, '{}', '', ''
          FROM tickets_ticket WHERE kind = 'incident' AND id <= %(tickets)s AND id %% 2 = 0""",
    "responses": """
        INSERT INTO response_response (ticket_id, snapshot, severity, service, copied_at, ended_at)
        SELECT t.id, one.snapshot, t.severity, t.service_id, t.opened_at, CASE WHEN NOT t.is_open THEN t.updated_at END
          FROM tickets_ticket t, (SELECT * FROM response_response ORDER BY ticket_id LIMIT 1) one
         WHERE t.kind = 'incident' AND t.id <= %(tickets)s AND t.id %% 2 = 0""",
    "messages": """
        INSERT INTO communications_message (phase, is_outside, subject, body, state, created_at, sent_at, sent_by,
            people, told, reason, audience_id, ticket_id)
        SELECT 'update', false, left(title, 100), title, 'sent', opened_at, opened_at, 'clock', 12, '{}', '',
               (SELECT min(id) FROM communications_audience), id
          FROM tickets_ticket WHERE kind = 'incident' AND id <= %(tickets)s AND id %% 10 = 0""",
    "runs": """
        INSERT INTO automation_run (snapshot, state, started_at, ended_at, reason, helped, procedure_id, ticket_id,
            version_id)
        SELECT one.snapshot, 'done', t.opened_at, t.opened_at + interval '1 hour', '', t.id %% 100 < 70,
               one.procedure_id, t.id, one.version_id
          FROM tickets_ticket t, (SELECT * FROM automation_run ORDER BY id LIMIT 1) one
         WHERE t.kind = 'incident' AND t.id <= %(tickets)s AND t.id %% 50 = 0""",
    "actions on other systems": """
        INSERT INTO connections_actionrun (action, parameters, given, is_dry_run, needs_approval, timeout_seconds,
            state, asked_by, asked_by_name, asked_at, decided_by, decided_by_name, reason, started_at, ended_at, sent,
            output, result, why, answer, ticket_id)
        SELECT 'http', '{}', '{}', false, false, 30, 'succeeded', 'clock', 'Watchkeep', opened_at, '', '', '',
               opened_at, opened_at, 'GET /', '200', '{}', '', '', id
          FROM tickets_ticket WHERE kind = 'incident' AND id <= %(tickets)s AND id %% 20 = 0""",
    "reviews": """
        INSERT INTO reviews_review (number, severity, state, opened_at, due_at, nudges, narrative, impact, detection,
            went_well, went_badly, lucky, no_gap_reason, meeting_minutes, meeting_place, meeting_sequence, published_at,
            waiver_reason, version, touched, updated_at, incident_id, owner_id)
        SELECT 'REV-B' || id, severity, CASE WHEN id %% 1000 = 0 THEN 'open' ELSE 'published' END, updated_at,
               updated_at + interval '5 days', 0, title, '', '', '', '', '', '', 60, '', 0,
               CASE WHEN id %% 1000 > 0 THEN updated_at END, '', 1, '{}', updated_at, id, 1 + id %% 400
          FROM tickets_ticket WHERE kind = 'incident' AND id <= %(tickets)s AND id %% 50 = 0 AND NOT is_open""",
    "corrective actions": """
        INSERT INTO reviews_action (number, title, detail, type, state, due_on, evidence, drop_reason, opened_at,
            nudges, held_days, watch_fingerprint, watch_categories, recurrences, owner_id, review_id, done_at)
        SELECT 'ACT-B' || r.id, left(r.narrative, 100), '', 'prevent',
               CASE WHEN r.id %% 20 = 0 THEN 'open' ELSE 'proven' END, r.due_at::date,
               '', '', r.opened_at, 0, 0, '', '{}', 0, r.owner_id, r.id,
               CASE WHEN r.id %% 20 > 0 THEN r.opened_at + interval '10 days' END
          FROM reviews_review r WHERE r.number LIKE 'REV-B%%'""",
    "problems": """
        INSERT INTO tickets_ticket (number, kind, title, description, state, is_open, priority, service_id, team_id,
            tags, is_drill, version, touched, opened_at, updated_at)
        SELECT 'PRB-B' || id, 'problem', title, '', CASE WHEN id %% 1000 = 0 THEN 'known_error' ELSE 'closed' END,
               id %% 1000 = 0, 3, service_id, team_id, '{}', false, 1, '{}', opened_at, updated_at
          FROM tickets_ticket WHERE kind = 'incident' AND id <= %(tickets)s AND id %% 200 = 0;
        INSERT INTO problems_problem (ticket_id, source, key, fingerprint, cause, workaround, fix, reference,
            verification, cancel_reason)
        SELECT id, 'incident', '', 'alert-' || id %% 5000, 'The usual', 'Restart it', '', '', '', ''
          FROM tickets_ticket WHERE number LIKE 'PRB-B%%'""",
}


def surround(tickets: int) -> None:
    """Load the demo organisation, let it begin a runbook, and write the rest, one kind after another."""
    organisation.load()
    ticket = Ticket.objects.filter(is_open=True, kind="incident").latest("pk")
    automation.start(Procedure.objects.get(slug="service-down"), by=CLOCK, ticket=ticket)
    with connection.cursor() as cursor:
        for name, statement in AROUND.items():
            started = time.monotonic()
            cursor.execute(statement, {"tickets": tickets, "address": secrets.encrypt("p@example.org")})
            print(f"{name} in {time.monotonic() - started:.0f} s", flush=True)
        cursor.execute("VACUUM ANALYZE")
    capture.count_recurring()
    while reviews.count_days():
        pass
