"""What a new installation starts with: kinds of cause, what each severity requires, numbers, and who may do what."""

from django.db import migrations

from watchkeep.kernel.numbering import create_series

KINDS = [
    ("change", "Change", "Something was altered on purpose, and that set it off.", [
        ("untested", "Not tested as it runs", "The test left out what mattered in production."),
        ("rollback", "No way back", "It could not be undone, or not quickly."),
        ("order", "Order or timing", "The right steps came in the wrong order or at the wrong hour."),
        ("unannounced", "Nobody knew of it", "Those who depend on it were not told."),
    ]),
    ("capacity", "Capacity", "There was not enough of something.", [
        ("growth", "Slow growth", "It filled up over weeks and nobody was told."),
        ("peak", "Sudden peak", "More came at once than was ever expected."),
        ("limit", "Hidden limit", "A quota, pool or table size that nobody had in mind."),
    ]),
    ("configuration", "Configuration", "A setting did not say what was meant.", [
        ("drift", "Drift", "Machines that should be alike were not."),
        ("default", "Unfit default", "A default was never looked at."),
        ("expired", "Expiry", "A certificate, licence, password or domain ran out."),
    ]),
    ("dependency", "Dependency", "Something that it stands on failed or changed.", [
        ("supplier", "Supplier", "Somebody outside did not deliver."),
        ("internal", "Own service", "Another service of ours was not there."),
        ("hidden", "Unknown dependency", "Nobody knew that it was needed."),
    ]),
    ("interface", "People and machines", "The tool made it easy to do the wrong thing or hard to see the right one.", [
        ("lookalike", "Look-alikes", "Two things that must not be mixed up look the same."),
        ("warning", "No warning", "Nothing said what was about to happen."),
        ("alarms", "Drowned alarm", "The one that mattered stood among many that did not."),
    ]),
    ("process", "Way of working", "How the work is arranged left room for it.", [
        ("handover", "Hand-over", "What one shift or team knew did not reach the next."),
        ("knowledge", "Knowledge in one head", "The one who knew was not there."),
        ("missing", "No agreed way", "Everybody did it differently, or nobody did it."),
    ]),
    ("hardware", "Hardware", "A machine or a part of one broke.", [
        ("wear", "Wear", "It had reached the end of its life."),
        ("environment", "Power, cooling, room", "What surrounds it failed."),
    ]),
    ("software", "Software defect", "A program did not do what it should.", [
        ("own", "In our own code", "We can mend it."),
        ("bought", "In bought or free code", "Somebody else must mend it."),
        ("data", "Unexpected data", "It met something that nobody had thought of."),
        ("concurrency", "Timing", "It happens only when two things meet."),
    ]),
    ("data", "Data", "What was stored was wrong, lost or not there.", [
        ("backup", "Backup or restore", "It could not be brought back as promised."),
        ("quality", "Wrong data", "It was kept, but it was not true."),
    ]),
    ("security", "Security", "Somebody meant harm, or a door was open.", [
        ("attack", "Attack", "From outside or inside."),
        ("access", "Too much or too little access", "Rights did not fit the work."),
    ]),
    ("monitoring", "Watching", "It was not seen, or not in time.", [
        ("blind", "Not watched", "Nothing looked there."),
        ("threshold", "Unfit threshold", "It looked, but saw nothing wrong."),
        ("route", "Reached nobody", "It was seen, but nobody was told."),
    ]),
    ("network", "Network", "What connects things did not.", [
        ("routing", "Routing or names", "Packets or names led to the wrong place."),
        ("line", "Line or provider", "The way out was cut."),
    ]),
    ("external", "From outside", "Nature, authorities, other people's works.", []),
    ("unknown", "Not known", "Looked for and not found; say in detail where one has looked.", []),
]  # fmt: skip
REQUIRED = {
    1: {"factors": 1, "causes": 1, "controls": 1, "needs_gap": True, "actions": 1},
    2: {"causes": 1, "needs_gap": True, "actions": 1},
}
GRANTS = {
    "manager": {"review.*", "action.*", "problem.*"},
    "agent": {
        "review.see", "review.see_drafts", "review.write", "review.sign", "review.publish", "action.see",
        "action.work", "action.manage", "problem.see", "problem.open", "problem.work", "problem.close",
    },
}  # fmt: skip


def fill(apps, schema_editor):
    """Write the kinds of cause and the requirements."""
    category = apps.get_model("reviews", "Category")
    for slug, name, description, parts in KINDS:
        main = category.objects.create(slug=slug, name=name, description=description, state="accepted")
        category.objects.bulk_create(
            category(slug=f"{slug}-{part}", name=title, description=words, parent=main, state="accepted")
            for part, title, words in parts
        )
    requirement = apps.get_model("reviews", "Requirement")
    requirement.objects.bulk_create(requirement(severity=level, **parts) for level, parts in REQUIRED.items())


def grant(apps, schema_editor):
    """Let those who work on incidents review them; leave roles that somebody made alone."""
    for role in apps.get_model("people", "Role").objects.filter(slug__in=GRANTS, is_builtin=True):
        role.permissions = sorted({*role.permissions, *GRANTS[role.slug]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("people", "0002_roles")]
    operations = [
        create_series("REV"),
        create_series("ACT"),
        create_series("PRV"),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
