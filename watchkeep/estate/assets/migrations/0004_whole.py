"""What every item has now is asked of every item; the kind that its class has replaced goes."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns, indexes and constraints."""

    dependencies = [
        ('assets', '0003_fill'),
    ]

    operations = [
        migrations.AlterField(
            model_name='item',
            name='cls',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assets.itemclass', verbose_name='class'),
        ),
        migrations.AlterField(
            model_name='item',
            name='number',
            field=models.CharField(editable=False, max_length=16, unique=True, verbose_name='number'),
        ),
        migrations.RemoveField(
            model_name='item',
            name='kind',
        ),
        migrations.AddField(
            model_name='item',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('number', 'name', 'serial', 'manufacturer', 'model', 'asset_tag', 'external_id', config='simple'), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(fields=['name', 'id'], name='item_by_name'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(fields=['cls', 'name', 'id'], name='item_of_class'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(fields=['state', 'name', 'id'], name='item_in_state'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('owner_team__isnull', False)), fields=['owner_team', 'name'], name='item_of_team'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('owner_person__isnull', False)), fields=['owner_person'], name='item_of_owner'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('user__isnull', False)), fields=['user'], name='item_of_user'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('location__isnull', False)), fields=['location', 'name'], name='item_at'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('warranty_ends_on__isnull', False)), fields=['warranty_ends_on'], name='item_warranty'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('is_active', True), ('last_seen_at__isnull', False)), fields=['last_seen_at'], name='item_last_seen'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('judge_at__isnull', False)), fields=['judge_at'], name='item_judge_due'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(django.db.models.functions.text.Upper('serial'), condition=models.Q(('serial', ''), _negated=True), name='item_by_serial'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(django.db.models.functions.text.Upper('asset_tag'), condition=models.Q(('asset_tag', ''), _negated=True), name='item_by_tag'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='item_words'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_active', True), ('state__in', ['ordered', 'in_stock', 'in_use', 'in_repair', 'missing'])), models.Q(('is_active', False), ('state__in', ('retired', 'disposed'))), _connector='OR'), name='item_is_active_unless_gone'),
        ),
    ]
