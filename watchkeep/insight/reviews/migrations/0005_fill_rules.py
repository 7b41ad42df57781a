"""Intervals become rules, and the manager's role loses what it got by a mistaken name."""

from datetime import date

from django.db import migrations
from django.db.models import F

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rule_of(every: int, unit: str, start: date) -> str:
    """The rule that comes on the same days as an interval did, counted from its first day."""
    interval = f";INTERVAL={every}" if every > 1 else ""
    if unit == "days":
        return f"FREQ=DAILY{interval}"
    if unit == "weeks":
        return f"FREQ=WEEKLY{interval};BYDAY={WEEKDAYS[start.weekday()]}"
    if start.day <= 28:
        return f"FREQ=MONTHLY{interval};BYMONTHDAY={start.day}"
    days = ",".join(map(str, range(28, start.day + 1)))
    return f"FREQ=MONTHLY{interval};BYMONTHDAY={days};BYSETPOS=-1"


def write_rules(apps, schema_editor):
    """Each task keeps its days, on the clock of its service where that has one."""
    tasks = apps.get_model("reviews", "Task").objects.select_related("service__hours", "owner")
    for task in tasks:
        task.rule = rule_of(task.every, task.unit, task.starts_on)
        hours = task.service.hours if task.service else None
        task.time_zone = hours.time_zone if hours else task.owner.time_zone
        task.save(update_fields=["rule", "time_zone"])


def know_own_severity(apps, schema_editor):
    """What a review took over from merged incidents is not told apart any more: it counts as its own."""
    apps.get_model("reviews", "Review").objects.update(own_severity=F("severity"))


def take_back(apps, schema_editor):
    """Reviews once gave the built-in manager all of ``action.*``, which is what machines carry out, the worker's part too.

    What connections give that role by name stays: to see, ask for, approve and answer.
    """
    for role in apps.get_model("people", "Role").objects.filter(slug="manager", is_builtin=True):
        role.permissions = sorted({*role.permissions} - {"action.*"})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("reviews", "0004_rules_and_lessons"), ("connections", "0002_roles")]
    operations = [
        migrations.RunPython(write_rules, migrations.RunPython.noop),
        migrations.RunPython(know_own_severity, migrations.RunPython.noop),
        migrations.RunPython(take_back, migrations.RunPython.noop),
    ]
