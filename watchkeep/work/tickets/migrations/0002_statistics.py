"""What the planner cannot guess: which states, priorities and severities, which services and teams go together."""

from django.db import migrations

STATISTICS = """
CREATE STATISTICS ticket_scales (mcv) ON state, is_open, priority, severity, is_drill FROM tickets_ticket;
CREATE STATISTICS ticket_places (dependencies, mcv) ON service_id, team_id FROM tickets_ticket;
ALTER STATISTICS ticket_scales SET STATISTICS 1000;
ALTER STATISTICS ticket_places SET STATISTICS 1000;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunSQL(STATISTICS, "DROP STATISTICS ticket_scales, ticket_places")]
