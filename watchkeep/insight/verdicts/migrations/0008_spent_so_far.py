"""What the looks that were taken have spent, by the levels that they had."""

from django.db import migrations

SPENT = """
UPDATE verdicts_verdict
   SET spent = CASE
       WHEN looks >= 3 THEN 0.05
       WHEN is_endless THEN 0.03 + 0.01 * looks
       ELSE 0.003 * least(early, 3) + 0.0015 * least(greatest(early - 3, 0), 4) + 0.01 * looks END
 WHERE early > 0 OR looks > 0 OR is_endless
"""


class Migration(migrations.Migration):
    dependencies = [("verdicts", "0007_spent")]

    operations = [migrations.RunSQL(SPENT, migrations.RunSQL.noop)]
