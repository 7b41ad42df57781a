"""The kind of item that the class has replaced goes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns, the index and the constraints."""

    dependencies = [('automation', '0007_fill_class')]
    operations = [
        migrations.RemoveIndex(
            model_name='tie',
            name='procedure_tie_kind',
        ),
        migrations.RemoveField(
            model_name='tie',
            name='item_kind',
        ),
        migrations.AddIndex(
            model_name='tie',
            index=models.Index(condition=models.Q(('item_class__isnull', False)), fields=['item_class'], name='procedure_tie_class'),
        ),
        migrations.AddConstraint(
            model_name='tie',
            constraint=models.UniqueConstraint(fields=('procedure', 'service', 'item_class', 'matchers'), name='procedure_tie_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='tie',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('item_class__isnull', True), ('matchers', ''), ('service__isnull', False)), models.Q(('item_class__isnull', False), ('matchers', ''), ('service__isnull', True)), models.Q(('item_class__isnull', True), ('service__isnull', True), models.Q(('matchers', ''), _negated=True)), _connector='OR'), name='procedure_tie_is_one'),
        ),
    ]
