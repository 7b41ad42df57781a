"""Pages of before know whether they were of a drill."""

from django.db import migrations

FILL = """
UPDATE oncall_page SET is_drill = true
  FROM oncall_escalation, tickets_ticket
 WHERE oncall_escalation.id = oncall_page.escalation_id AND tickets_ticket.id = oncall_escalation.ticket_id
   AND tickets_ticket.is_drill
"""


class Migration(migrations.Migration):

    dependencies = [("oncall", "0008_page_is_drill")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
