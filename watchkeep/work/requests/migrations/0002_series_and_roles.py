"""The numbers of requests, who may do what with them, and published editions that never change."""

from django.db import migrations

from watchkeep.kernel.numbering import create_series

GRANTS = {
    "manager": ["request.*", "catalogue.*"],
    "agent": ["request.ask", "request.work", "request.close", "request.refuse", "catalogue.see"],
    "employee": ["request.ask"],
    "customer": ["request.ask"],
}
STAY = """
CREATE FUNCTION edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'a published edition never changes';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER edition_stays BEFORE UPDATE OR DELETE ON requests_edition
    FOR EACH ROW EXECUTE FUNCTION edition_stays();
"""
GO = "DROP TRIGGER edition_stays ON requests_edition; DROP FUNCTION edition_stays"


def grant(apps, schema_editor):
    """Add what is missing; what an administrator gave or took besides stays."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """The series, data, and the trigger."""

    dependencies = [("requests", "0001_initial"), ("people", "0002_roles")]
    operations = [
        create_series("REQ"),
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunSQL(STAY, GO),
    ]
