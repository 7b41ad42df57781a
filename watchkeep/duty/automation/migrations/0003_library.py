"""The runbooks and workflows with which every installation begins. What has the same short name already is left alone."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

from ._library import dangers, outages

NOTE = "Comes with Watchkeep"
SAME_IS_NO_CHANGE = """
CREATE OR REPLACE FUNCTION procedure_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.state <> 'published' OR NEW IS NOT DISTINCT FROM OLD) THEN
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' AND OLD.state <> 'published' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a published version never changes';
END $$;
"""


def load(apps, schema_editor):
    """Write each down, published, with its ties, to be read again within a year."""
    procedures = apps.get_model("automation", "Procedure")
    for one in (*outages.PROCEDURES, *dangers.PROCEDURES):
        if not procedures.objects.filter(slug=one["slug"]).exists():
            _add(apps, one)


def _add(apps, one):
    now = timezone.now().replace(microsecond=0)
    procedure = apps.get_model("automation", "Procedure").objects.create(
        slug=one["slug"], name=one["name"], kind=one.get("kind", "runbook"), purpose=one["purpose"], is_builtin=True,
        published_number=1, review_on=(now + timedelta(days=365)).date(),
    )
    apps.get_model("automation", "Version").objects.create(
        procedure=procedure, number=1, state="published", body=one["body"], steps=one["steps"], note=NOTE,
        saved_at=now, published_at=now,
    )
    ties = apps.get_model("automation", "Tie").objects
    for kind in one["kinds"]:
        ties.create(procedure=procedure, item_kind=kind)
    for matchers in one.get("matchers", []):
        ties.create(procedure=procedure, matchers=matchers)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("automation", "0002_roles")]
    operations = [
        migrations.RunSQL(SAME_IS_NO_CHANGE, migrations.RunSQL.noop),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
