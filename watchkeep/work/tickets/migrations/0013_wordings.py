"""What is written on a ticket is found, replies and notes included."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

KEPT = """
CREATE FUNCTION tickets_words_anew(which bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO tickets_wording (ticket_id, words, notes)
    SELECT t.id, t.words || to_tsvector('simple', coalesce(left(said, 200000), '')),
           to_tsvector('simple', coalesce(left(noted, 200000), ''))
      FROM tickets_ticket t,
           LATERAL (SELECT string_agg(body, E'\\n' ORDER BY id) FILTER (WHERE is_public) AS said,
                           string_agg(body, E'\\n' ORDER BY id) FILTER (WHERE NOT is_public) AS noted
                      FROM tickets_comment c WHERE c.ticket_id = t.id) AS thread
     WHERE t.id = which
    ON CONFLICT (ticket_id) DO UPDATE SET words = excluded.words, notes = excluded.notes
$$;

CREATE FUNCTION tickets_words_of_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO tickets_wording (ticket_id, words, notes) VALUES (NEW.id, NEW.words, '');
    ELSE
        PERFORM tickets_words_anew(NEW.id);
    END IF;
    RETURN NULL;
END $$;

-- The ticket is locked before its words, in the order in which an edit of it locks them.
-- A thread of more than a megabyte of words is found by its beginning.
CREATE FUNCTION tickets_words_of_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM tickets_ticket WHERE id = NEW.ticket_id FOR NO KEY UPDATE;
    IF TG_OP = 'UPDATE' THEN
        PERFORM tickets_words_anew(NEW.ticket_id);
        IF OLD.ticket_id <> NEW.ticket_id THEN
            PERFORM tickets_words_anew(OLD.ticket_id);
        END IF;
    ELSIF NEW.is_public THEN
        UPDATE tickets_wording SET words = words || to_tsvector('simple', NEW.body) WHERE ticket_id = NEW.ticket_id;
    ELSE
        UPDATE tickets_wording SET notes = notes || to_tsvector('simple', NEW.body) WHERE ticket_id = NEW.ticket_id;
    END IF;
    RETURN NULL;
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN NULL;
END $$;

CREATE FUNCTION tickets_words_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tickets_words_anew(ticket_id) FROM (SELECT DISTINCT ticket_id FROM gone ORDER BY ticket_id) AS touched;
    RETURN NULL;
END $$;

CREATE TRIGGER words_written AFTER INSERT ON tickets_ticket
    FOR EACH ROW EXECUTE FUNCTION tickets_words_of_ticket();
CREATE TRIGGER words_changed AFTER UPDATE OF number, title, description ON tickets_ticket
    FOR EACH ROW
    WHEN ((OLD.number, OLD.title, OLD.description) IS DISTINCT FROM (NEW.number, NEW.title, NEW.description))
    EXECUTE FUNCTION tickets_words_of_ticket();
CREATE TRIGGER words_said AFTER INSERT OR UPDATE OF body, is_public, ticket_id ON tickets_comment
    FOR EACH ROW EXECUTE FUNCTION tickets_words_of_comment();
CREATE TRIGGER words_gone AFTER DELETE ON tickets_comment
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tickets_words_gone();
"""
NOT_KEPT = """
DROP TRIGGER words_gone ON tickets_comment;
DROP TRIGGER words_said ON tickets_comment;
DROP TRIGGER words_changed ON tickets_ticket;
DROP TRIGGER words_written ON tickets_ticket;
DROP FUNCTION tickets_words_gone, tickets_words_of_comment, tickets_words_of_ticket, tickets_words_anew;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0012_views_of_kinds")]
    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+",
                        serialize=False, to="tickets.ticket",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("notes", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words"], gin_pending_list_limit=1024, name="wording_words"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["notes"], gin_pending_list_limit=1024, name="wording_notes"
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]  # fmt: skip
