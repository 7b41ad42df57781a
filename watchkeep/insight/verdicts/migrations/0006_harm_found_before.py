"""What was found to be worse before counts as gone wrong from now on; reviews that are open are late on their day."""

from django.db import migrations
from django.db.models import F, Q


def count(apps, schema_editor):
    """Put each verdict on its change, and count the records of models anew."""
    change, verdict = apps.get_model("changes", "Change"), apps.get_model("verdicts", "Verdict")
    worse = verdict.objects.filter(worse_at__isnull=False)
    for pk, worse_at in worse.values_list("pk", "worse_at").iterator():
        change.objects.filter(pk=pk).update(harmed_at=worse_at)
    models = change.objects.filter(pk__in=worse.values("pk")).exclude(model=None).values_list("model", flat=True)
    for model in set(models):
        runs = change.objects.filter(~Q(outcome="") | Q(harmed_at__isnull=False), model=model)
        good = runs.filter(outcome="successful", harmed_at=None)
        apps.get_model("changes", "ChangeModel").objects.filter(pk=model).update(runs=runs.count(), good=good.count())
    apps.get_model("verdicts", "ChangeReview").objects.filter(done_at=None).update(remind_at=F("due_at"))


class Migration(migrations.Migration):
    dependencies = [("verdicts", "0005_early_looks"), ("changes", "0011_harm")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
