"""The built-in roles may do with runbooks and workflows what fits them; a published version never changes."""

from django.db import migrations

GRANTS = {
    "manager": ["procedure.*"],
    "agent": ["procedure.see", "procedure.work", "procedure.write"],
}
STAY = """
CREATE FUNCTION procedure_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'a published version never changes';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER procedure_version_stays BEFORE UPDATE OR DELETE ON automation_version
    FOR EACH ROW EXECUTE FUNCTION procedure_version_stays();
"""
GO = "DROP TRIGGER procedure_version_stays ON automation_version; DROP FUNCTION procedure_version_stays"


def grant(apps, schema_editor):
    """Add what is missing; what an administrator gave or took besides stays."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """Data, and the trigger."""

    dependencies = [("automation", "0001_initial"), ("people", "0002_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop), migrations.RunSQL(STAY, GO)]
