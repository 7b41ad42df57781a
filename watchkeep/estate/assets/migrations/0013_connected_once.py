"""Of two items of which each connected to the other one relation stays open: the older one, said by whoever said either."""

from django.db import migrations

_TOLD_BY_BOTH = """
UPDATE assets_relation older
   SET sources = (SELECT array_agg(DISTINCT one ORDER BY one) FROM unnest(older.sources || newer.sources) one),
       since = least(older.since, newer.since)
  FROM assets_relation newer
 WHERE older.kind = 'connects_to' AND newer.kind = 'connects_to' AND older.until IS NULL AND newer.until IS NULL
   AND older.from_item_id = newer.to_item_id AND older.to_item_id = newer.from_item_id AND older.id < newer.id
"""
_OVER = """
UPDATE assets_relation newer SET until = greatest(newer.since, now())
  FROM assets_relation older
 WHERE older.kind = 'connects_to' AND newer.kind = 'connects_to' AND older.until IS NULL AND newer.until IS NULL
   AND older.from_item_id = newer.to_item_id AND older.to_item_id = newer.from_item_id AND older.id < newer.id
"""


class Migration(migrations.Migration):
    """What is open twice is open once."""

    dependencies = [("assets", "0012_which_join")]
    operations = [
        migrations.RunSQL(_TOLD_BY_BOTH, migrations.RunSQL.noop),
        migrations.RunSQL(_OVER, migrations.RunSQL.noop),
    ]
