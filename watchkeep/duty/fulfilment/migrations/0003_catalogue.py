"""The catalogue with which every installation begins. What has the same short name already is left alone."""

from datetime import timedelta
from decimal import Decimal

from django.db import migrations
from django.utils import timezone

from ._catalogue import ITEMS, SHELVES

NOTE = "Comes with Watchkeep"


def load(apps, schema_editor):
    """Shelves, items with their edition in force, plans."""
    category = apps.get_model("requests", "Category")
    for slug, name, about, position in SHELVES:
        category.objects.get_or_create(slug=slug, defaults={"name": name, "about": about, "position": position})
    for position, one in enumerate(ITEMS):
        if not apps.get_model("requests", "CatalogueItem").objects.filter(slug=one["slug"]).exists():
            _add(apps, one, 10 * position)


def _add(apps, one, position):
    now = timezone.now().replace(microsecond=0)
    item = apps.get_model("requests", "CatalogueItem").objects.create(
        slug=one["slug"], name=one["name"], summary=one["summary"], description=one.get("description", ""),
        search_words=one.get("search_words", ""), audience="employees", priority=one.get("priority", 4),
        category=apps.get_model("requests", "Category").objects.get(slug=one["shelf"]), position=position,
        is_builtin=True, review_on=(now + timedelta(days=365)).date(),
    )
    item.edition = apps.get_model("requests", "Edition").objects.create(
        item=item, number=1, state="published", form=one.get("form", {}), approval=one.get("approval", []),
        price_monthly=Decimal(one.get("price_monthly", "0")), is_kept=one.get("is_kept", False),
        most_each=one.get("most_each"), note=NOTE, saved_at=now, published_at=now,
    )
    item.save()
    apps.get_model("fulfilment", "Plan").objects.create(item=item, procedure=_plan(apps, one, now))


def _plan(apps, one, now):
    plan = one["plan"]
    procedure = apps.get_model("automation", "Procedure").objects.create(
        slug=f"fulfil-{one['slug']}", name=plan["name"], kind="fulfil", purpose=plan["purpose"], is_builtin=True,
        published_number=1, review_on=(now + timedelta(days=365)).date(),
    )
    apps.get_model("automation", "Version").objects.create(
        procedure=procedure, number=1, state="published", body=plan["body"], steps=plan["steps"], note=NOTE,
        saved_at=now, published_at=now,
    )
    return procedure


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("fulfilment", "0002_roles"), ("requests", "0002_series_and_roles"), ("automation", "0004_alter_procedure_kind"),
    ]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
