"""The ledger is append-only, and it is the database that says so."""

from django.db import migrations

STAY = """
CREATE FUNCTION sla_ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: add a line instead', TG_TABLE_NAME;
END $$;
CREATE TRIGGER sla_segment_stays BEFORE UPDATE OR DELETE ON sla_segment
    FOR EACH ROW EXECUTE FUNCTION sla_ledger_stays();
CREATE TRIGGER sla_terms_stay BEFORE UPDATE OR DELETE ON sla_terms
    FOR EACH ROW EXECUTE FUNCTION sla_ledger_stays();
"""
GO = """
DROP TRIGGER sla_segment_stays ON sla_segment;
DROP TRIGGER sla_terms_stay ON sla_terms;
DROP FUNCTION sla_ledger_stays;
"""


class Migration(migrations.Migration):
    """Triggers only."""

    dependencies = [("sla", "0001_initial")]
    operations = [migrations.RunSQL(STAY, GO)]
