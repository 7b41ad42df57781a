"""The audiences and words with which every installation begins, and who may use them. All of it may be changed."""

from django.db import migrations

AUDIENCES = [
    # name, kind, is outside, told from, first word within, then every
    ("Responsible team", "team", False, 2, 15, 30),
    ("Managers", "managers", False, 2, 15, 60),
    ("Followers of the service", "subscribers", False, 2, 20, 60),
    ("All staff", "staff", False, 0, None, None),
    ("Customers of the service", "customers", True, 2, 30, 60),
]

INSIDE_EN = {
    "first": (
        "{{ severity }} · {{ service|default('No service', true) }}: {{ title }}",
        "{{ service|default('Something', true) }} has a fault since {{ started_at }}. People work on it.\n\n"
        "What we see: {{ title }}\n"
        "{% if people_affected %}People affected: up to {{ people_affected }} ({{ services }})\n{% endif %}"
        "{% if team %}Team: {{ team }}{% if assignee %}, {{ assignee }}{% endif %}\n{% endif %}"
        "\n{% if next_word_at %}You hear more by {{ next_word_at }}.{% endif %}",
    ),
    "update": (
        "{{ severity }} · {{ service|default('No service', true) }}: how it stands",
        "{{ latest_update|default('Work goes on; there is nothing new to tell yet.', true) }}\n\n"
        "Down for {{ elapsed }}, since {{ started_at }}. State: {{ state }}.\n"
        "{% if next_word_at %}You hear more by {{ next_word_at }}.{% endif %}",
    ),
    "restored": (
        "{{ service|default('The service', true) }} is back",
        "{{ service|default('The service', true) }} works again since {{ restored_at }}; it was disturbed for "
        "{{ elapsed }}. We still look for the cause.\n\n{{ latest_update }}",
    ),
    "resolved": (
        "{{ number }} is resolved: {{ title }}",
        "The fault of {{ service|default('the service', true) }} is dealt with. It lasted {{ elapsed }}.\n\n"
        "{% if cause %}Cause: {{ cause }}\n{% endif %}{% if fix %}What was done: {{ fix }}{% endif %}",
    ),
    "review": (
        "What we learnt from {{ number }}",
        "The review of “{{ title }}” is published. It tells what happened, why, and what will be done so that it "
        "does not come back.",
    ),
}
INSIDE_DE = {
    "first": (
        "{{ severity }} · {{ service|default('Ohne Dienst', true) }}: {{ title }}",
        "{{ service|default('Etwas', true) }} ist seit {{ started_at }} gestört. Wir arbeiten daran.\n\n"
        "Was wir sehen: {{ title }}\n"
        "{% if people_affected %}Betroffen: bis zu {{ people_affected }} Personen ({{ services }})\n{% endif %}"
        "{% if team %}Team: {{ team }}{% if assignee %}, {{ assignee }}{% endif %}\n{% endif %}"
        "\n{% if next_word_at %}Mehr bis {{ next_word_at }}.{% endif %}",
    ),
    "update": (
        "{{ severity }} · {{ service|default('Ohne Dienst', true) }}: Stand der Dinge",
        "{{ latest_update|default('Die Arbeit geht weiter; Neues gibt es noch nicht.', true) }}\n\n"
        "Gestört seit {{ started_at }}, das sind {{ elapsed }}.\n"
        "{% if next_word_at %}Mehr bis {{ next_word_at }}.{% endif %}",
    ),
    "restored": (
        "{{ service|default('Der Dienst', true) }} läuft wieder",
        "{{ service|default('Der Dienst', true) }} läuft seit {{ restored_at }} wieder; die Störung dauerte "
        "{{ elapsed }}. Die Ursache suchen wir noch.\n\n{{ latest_update }}",
    ),
    "resolved": (
        "{{ number }} ist gelöst: {{ title }}",
        "Die Störung von {{ service|default('unserem Dienst', true) }} ist behoben. Sie dauerte {{ elapsed }}.\n\n"
        "{% if cause %}Ursache: {{ cause }}\n{% endif %}{% if fix %}Was getan wurde: {{ fix }}{% endif %}",
    ),
    "review": (
        "Was wir aus {{ number }} gelernt haben",
        "Die Nachbetrachtung zu „{{ title }}“ liegt vor: was geschah, warum, und was wir tun, damit es sich nicht "
        "wiederholt.",
    ),
}
OUTSIDE_EN = {
    "first": (
        "{{ service|default('Our service', true) }}: we are looking into a fault",
        "Since {{ started_at }} {{ service|default('our service', true) }} does not work as it should. We are "
        "working on it.\n\n{% if next_word_at %}We write again by {{ next_word_at }}.{% endif %}",
    ),
    "update": (
        "{{ service|default('Our service', true) }}: how it stands",
        "{{ latest_update|default('We are still working on the fault and are sorry for the trouble it causes.', true) }}"
        "\n\n{% if next_word_at %}We write again by {{ next_word_at }}.{% endif %}",
    ),
    "restored": (
        "{{ service|default('Our service', true) }} works again",
        "{{ service|default('Our service', true) }} works again since {{ restored_at }}. The fault lasted "
        "{{ elapsed }}. We keep watching it. Please tell us if something is still wrong.",
    ),
    "resolved": (
        "{{ service|default('Our service', true) }}: the fault is dealt with",
        "The fault of {{ started_at }} is dealt with for good. It lasted {{ elapsed }}. We are sorry for the trouble.",
    ),
    "review": (
        "{{ service|default('Our service', true) }}: what we learnt",
        "We have looked back at the fault of {{ started_at }} and decided what to do so that it does not come back.",
    ),
}
OUTSIDE_DE = {
    "first": (
        "{{ service|default('Unser Dienst', true) }}: Wir untersuchen eine Störung",
        "Seit {{ started_at }} arbeitet {{ service|default('unser Dienst', true) }} nicht wie gewohnt. Wir kümmern "
        "uns darum.\n\n{% if next_word_at %}Wir schreiben wieder bis {{ next_word_at }}.{% endif %}",
    ),
    "update": (
        "{{ service|default('Unser Dienst', true) }}: Stand der Dinge",
        "{{ latest_update|default('Wir arbeiten weiter an der Störung und bedauern die Umstände.', true) }}"
        "\n\n{% if next_word_at %}Wir schreiben wieder bis {{ next_word_at }}.{% endif %}",
    ),
    "restored": (
        "{{ service|default('Unser Dienst', true) }} läuft wieder",
        "{{ service|default('Unser Dienst', true) }} läuft seit {{ restored_at }} wieder. Die Störung dauerte "
        "{{ elapsed }}. Wir behalten sie im Auge. Bitte melden Sie sich, wenn noch etwas nicht stimmt.",
    ),
    "resolved": (
        "{{ service|default('Unser Dienst', true) }}: Die Störung ist behoben",
        "Die Störung vom {{ started_at }} ist endgültig behoben. Sie dauerte {{ elapsed }}. Wir bedauern die Umstände.",
    ),
    "review": (
        "{{ service|default('Unser Dienst', true) }}: Was wir gelernt haben",
        "Wir haben auf die Störung vom {{ started_at }} zurückgeblickt und entschieden, was wir tun, damit sie sich "
        "nicht wiederholt.",
    ),
}
TEXTS = [(False, "en", INSIDE_EN), (False, "de", INSIDE_DE), (True, "en", OUTSIDE_EN), (True, "de", OUTSIDE_DE)]

GRANTS = {
    "manager": ["communication.*"],
    "agent": ["communication.see", "communication.send"],
}


def load(apps, schema_editor):
    """Audiences, words and permissions. What somebody made already stays."""
    audience, template = (apps.get_model("communications", name) for name in ("Audience", "Template"))
    for name, kind, is_outside, severity, first, every in AUDIENCES:
        audience.objects.get_or_create(
            name=name,
            defaults={
                "kind": kind, "is_outside": is_outside, "from_severity": severity, "first_minutes": first,
                "every_minutes": every,
            },
        )  # fmt: skip
    for is_outside, language, texts in TEXTS:
        for phase, (subject, body) in texts.items():
            template.objects.get_or_create(
                phase=phase, is_outside=is_outside, language=language, audience=None, severity=None,
                defaults={"subject": subject, "body": body},
            )  # fmt: skip
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("communications", "0001_initial"), ("people", "0002_roles")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
