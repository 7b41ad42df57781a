"""The roles and plans with which every installation begins, and who may do what. All of it may be changed afterwards."""

from django.db import migrations

ROLES = [
    (
        "commander",
        "Commander",
        10,
        "Leads the response and decides. Does not repair anything: keeps the whole picture, gives out the work, asks "
        "every few minutes what is known, what is being tried and what is needed, and says when it is over.",
    ),
    (
        "communications",
        "Communications lead",
        20,
        "Speaks for us. Tells colleagues, customers and managers what is known in plain words, on time, even when "
        "there is nothing new, and keeps their questions away from those who repair.",
    ),
    (
        "scribe",
        "Scribe",
        30,
        "Writes down what is seen, tried and decided, with the time, so that nobody has to ask twice and the review "
        "has something to stand on.",
    ),
]
NO_ROLES = {"commander": "none", "communications": "none", "scribe": "none"}
PLANS = [
    {
        "name": "Every incident",
        "description": "What holds when no closer plan says anything.",
        "internal_first_minutes": 0,
        "internal_every_minutes": 0,
        "public_first_minutes": 0,
        "public_every_minutes": 0,
        "review_days": 0,
        "sla_note": "As the service levels promise for its priority.",
        "demands": "Somebody owns it from beginning to end, and whoever reported it hears how it ended.",
        "roles": NO_ROLES,
    },
    {
        "name": "SEV1: everything else stops",
        "description": "The business stands still or data is in danger.",
        "severity": 1,
        "internal_first_minutes": 15,
        "internal_every_minutes": 30,
        "public_first_minutes": 30,
        "public_every_minutes": 30,
        "review_days": 5,
        "sla_note": "An answer within 15 minutes and the service back within 4 hours, day and night.",
        "demands": "One person leads and touches no keyboard. Whoever is asked for joins at once, other work waits. "
        "First the service, then the cause: undo the last change, switch over, switch off. Write down what is tried. "
        "Managers and customers hear from us before they have to ask. Nobody goes on for more than four hours without "
        "handing over.",
        "roles": {"commander": "responder", "communications": "asked", "scribe": "asked"},
    },
    {
        "name": "SEV2: a team drops what it does",
        "description": "An important service is badly hurt.",
        "severity": 2,
        "internal_first_minutes": 30,
        "internal_every_minutes": 60,
        "public_first_minutes": 60,
        "public_every_minutes": 60,
        "review_days": 10,
        "sla_note": "An answer within 30 minutes and the service back within 8 hours, day and night.",
        "demands": "One person leads, and one speaks for us. The owning team drops what it does until service is back. "
        "If it is not understood after an hour, or if it grows, declare SEV1 rather than wait.",
        "roles": {"commander": "responder", "communications": "asked", "scribe": "none"},
    },
    {
        "name": "SEV3: in business hours",
        "description": "Part of a service fails and work goes on another way.",
        "severity": 3,
        "sla_note": "An answer within 4 business hours, solved within 3 working days.",
        "demands": "Tell the requester what to do in the meantime. If it comes back or spreads, raise the severity.",
    },
    {
        "name": "SEV4: in its turn",
        "description": "Something is not as it should be, and nobody is kept from working.",
        "severity": 4,
        "sla_note": "An answer within a working day, solved within 5 working days.",
        "demands": "Deal with it in its turn, or say openly that it will not be done.",
    },
]
GRANTS = {"manager": ["response.*"], "agent": ["response.see", "response.take"]}


def load(apps, schema_editor):
    """Write roles and plans; let the built-in roles do what fits them."""
    role, plan, filled = (apps.get_model("response", name) for name in ("Role", "Plan", "PlanRole"))
    roles = {}
    for slug, name, position, duties in ROLES:
        roles[slug] = role.objects.create(slug=slug, name=name, position=position, duties=duties)
    for values in PLANS:
        given = dict(values)
        sources = given.pop("roles", {})
        made = plan.objects.create(**given)
        filled.objects.bulk_create(
            filled(plan=made, role=roles[slug], source=source) for slug, source in sources.items()
        )
    for person_role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        person_role.permissions = sorted({*person_role.permissions, *GRANTS[person_role.slug]})
        person_role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("response", "0001_initial"), ("people", "0002_roles")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
