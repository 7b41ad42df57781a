"""The six roles with which every installation begins. What they allow may be edited afterwards."""

from django.db import migrations

PUBLIC = ["incident.open", "ticket.reply", "ticket.attach", "ticket.watch"]
LOOK = ["*.see", "*.see_*"]
WORK = [
    "person.see", "item.see", "service.see", "ticket.see", "note.see", "oncall.see", "delivery.see", "alert.see",
    "alert.work", "integration.see", "ticket.*", "note.*", "view.*", "token.issue", "maintenance.plan",
    "incident.open", "incident.declare", "incident.work", "incident.prioritise", "incident.merge", "incident.close",
    "incident.cancel", "incident.reopen", "incident.post_update", "incident.drill", "oncall.override", "oncall.escalate",
]
LEAD = [
    *LOOK, "incident.*", "ticket.*", "note.*", "view.*", "alert.*", "oncall.*", "sla.*", "delivery.*", "integration.*", "service.*",
    "maintenance.*", "item.*", "hours.*", "person.manage", "team.manage", "organisation.manage", "token.issue",
]

ROLES = [
    ("administrator", "Administrator", "Sets Watchkeep up and may do everything.", ["*"]),
    ("manager", "Manager", "Leads the work: people, teams, services, promises and on-call.", LEAD),
    ("agent", "Agent", "Works on tickets and incidents and is on call.", WORK),
    ("employee", "Employee", "Reports what does not work and follows their own tickets.", PUBLIC),
    ("customer", "Customer", "Reports what does not work and follows their organisation's tickets.",
     [*PUBLIC, "ticket.see_organisation"]),
    ("auditor", "Auditor", "Sees everything, the audit trail too, and changes nothing.", [*LOOK, "machinery.read"]),
]


def load(apps, schema_editor):
    """Make the roles."""
    role = apps.get_model("people", "Role")
    role.objects.bulk_create(
        role(slug=slug, name=name, description=description, permissions=sorted(permissions), is_builtin=True)
        for slug, name, description, permissions in ROLES
    )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
