"""The words with which each report begins, and who may do what. All of it may be changed afterwards."""

from django.db import migrations

HEAD = """{{ regime }}: {{ stage }}
Our reference: {{ number }}
Service: {{ service }}
Aware since: {{ aware_at }}
"""
WORDINGS = {
    ("nis2", "early_warning"): HEAD + """
What has happened: {{ title }}

Do we suspect an unlawful or malicious act? (yes / no / not known yet)
Could it reach other countries? (yes / no / not known yet)
Whom to ask here: (name, telephone)
""",
    ("nis2", "notification"): HEAD + """
What has happened: {{ title }}
Severity and impact: {{ severity }}; people concerned: {{ people }}
Began: {{ opened_at }}. Service back: {{ restored_at }}

First assessment of the cause: {{ cause }}
Signs of compromise: (where there are any)
What we have done: {{ measures }}
What is new since the early warning:
""",
    ("nis2", "final"): HEAD + """
What happened, in detail: {{ title }}
Severity and impact: {{ severity }}; people concerned: {{ people }}
Began: {{ opened_at }}. Service back: {{ restored_at }}

Kind of threat or root cause: {{ cause }}
What was done and is still being done: {{ measures }}
Impact in other countries: (where there was any)
""",
    ("dora", "initial"): HEAD + """Classified as major: {{ classified_at }}

What has happened: {{ title }}
How it was discovered:
By which criteria it is major: (clients, duration, geography, data, services, reputation, economic impact)
Does it come from a third party? (name)
Has the continuity plan been started? (yes / no)
""",
    ("dora", "intermediate"): HEAD + """Classified as major: {{ classified_at }}

What has happened: {{ title }}
Began: {{ opened_at }}. Service back: {{ restored_at }}
Clients concerned: {{ people }}
Kind of incident, and how it came about: {{ cause }}
Services, systems and third parties concerned: {{ service }}
What was done for the time being: {{ measures }}
Who else was informed:
""",
    ("dora", "final"): HEAD + """Classified as major: {{ classified_at }}

What happened: {{ title }}
Began: {{ opened_at }}. Service back: {{ restored_at }}
Root cause: {{ cause }}
How and when it was resolved for good: {{ measures }}
Costs and losses, direct and indirect: (gross, recovered)
What prevents it from now on:
""",
    ("gdpr", "authority"): HEAD + """
Nature of the breach: {{ title }}
Kinds of people and of data, and about how many: {{ people }}
Data protection officer or whom to ask: (name, telephone)
Likely consequences:
What we have done and propose to do: {{ measures }}
If this comes after 72 hours, why:
""",
    ("gdpr", "people"): """On {{ aware_at }} we learned that your personal data may be concerned by the following:

{{ title }}

What this may mean for you:
What we have done: {{ measures }}
What you can do yourself:
Whom you can ask: (data protection officer, telephone)
""",
}
GRANTS = {"manager": ["regulation.*"], "agent": ["regulation.see", "regulation.work"]}


def load(apps, schema_editor):
    """Write the wordings; let the built-in roles do what fits them."""
    wording = apps.get_model("regulations", "Wording")
    wording.objects.bulk_create(
        wording(regime=regime, stage=stage, text=text) for (regime, stage), text in WORDINGS.items()
    )
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("regulations", "0001_initial"), ("people", "0002_roles")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
