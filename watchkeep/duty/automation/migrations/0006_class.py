"""A procedure applies to a class of items, and to those below it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The column; the constraints come back when it is filled."""

    dependencies = [('assets', '0002_register'), ('automation', '0005_doubt')]
    operations = [
        migrations.RemoveConstraint(
            model_name='tie',
            name='procedure_tie_once',
        ),
        migrations.RemoveConstraint(
            model_name='tie',
            name='procedure_tie_is_one',
        ),
        migrations.AddField(
            model_name='tie',
            name='item_class',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assets.itemclass', verbose_name='class of assets'),
        ),
    ]
