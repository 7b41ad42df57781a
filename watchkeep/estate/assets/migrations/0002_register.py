"""Tables of the register, and what an item has besides; what is there gets it in the next step."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import watchkeep.kernel.clock
from watchkeep.kernel.numbering import create_series


class Migration(migrations.Migration):
    """Tables and columns, and the series of numbers."""

    dependencies = [
        ('assets', '0001_initial'),
        ('people', '0011_trail_by_function'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        create_series("CI"),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('runs_on', 'runs on'), ('depends_on', 'depends on'), ('connects_to', 'connects to'), ('part_of', 'is part of'), ('protects', 'protects')], max_length=12, verbose_name='relation')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('sources', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('values', models.JSONField(default=dict)),
                ('pins', models.JSONField(default=dict)),
                ('confidence', models.PositiveSmallIntegerField(default=100, validators=[django.core.validators.MaxValueValidator(100)])),
                ('digest', models.CharField(blank=True, max_length=32)),
                ('seen_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('kind', models.CharField(choices=[('person', 'people'), ('agent', 'an agent on the machine'), ('cloud', "a cloud's API"), ('network', 'the network'), ('import', 'an import')], max_length=8, verbose_name='kind')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.RenameField(
            model_name='item',
            old_name='attributes',
            new_name='values',
        ),
        migrations.AddField(
            model_name='item',
            name='asset_tag',
            field=models.CharField(blank=True, max_length=64, verbose_name='asset tag'),
        ),
        migrations.AddField(
            model_name='item',
            name='bought_on',
            field=models.DateField(blank=True, null=True, verbose_name='bought'),
        ),
        migrations.AddField(
            model_name='item',
            name='cost_centre',
            field=models.CharField(blank=True, max_length=40, verbose_name='cost centre'),
        ),
        migrations.AddField(
            model_name='item',
            name='created_at',
            field=models.DateTimeField(default=watchkeep.kernel.clock.now, editable=False),
        ),
        migrations.AddField(
            model_name='item',
            name='depreciation_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(600)], verbose_name='written off within, in months'),
        ),
        migrations.AddField(
            model_name='item',
            name='disposal',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='how it was disposed of'),
        ),
        migrations.AddField(
            model_name='item',
            name='first_seen_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='first seen'),
        ),
        migrations.AddField(
            model_name='item',
            name='judge_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='item',
            name='last_seen_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='last seen'),
        ),
        migrations.AddField(
            model_name='item',
            name='location',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assets.item', verbose_name='location'),
        ),
        migrations.AddField(
            model_name='item',
            name='manufacturer',
            field=models.CharField(blank=True, max_length=120, verbose_name='manufacturer'),
        ),
        migrations.AddField(
            model_name='item',
            name='model',
            field=models.CharField(blank=True, max_length=160, verbose_name='model'),
        ),
        migrations.AddField(
            model_name='item',
            name='number',
            field=models.CharField(default='', editable=False, max_length=16, verbose_name='number'),
        ),
        migrations.AddField(
            model_name='item',
            name='order_number',
            field=models.CharField(blank=True, max_length=60, verbose_name='order'),
        ),
        migrations.AddField(
            model_name='item',
            name='owner_person',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='item',
            name='price',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='price in euro'),
        ),
        migrations.AddField(
            model_name='item',
            name='serial',
            field=models.CharField(blank=True, max_length=120, verbose_name='serial number'),
        ),
        migrations.AddField(
            model_name='item',
            name='state',
            field=models.CharField(choices=[('ordered', 'Ordered'), ('in_stock', 'In stock'), ('in_use', 'In use'), ('in_repair', 'In repair'), ('missing', 'Missing'), ('retired', 'Retired'), ('disposed', 'Disposed of')], default='in_use', editable=False, max_length=12, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='item',
            name='user',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who has it'),
        ),
        migrations.AddField(
            model_name='item',
            name='warranty_ends_on',
            field=models.DateField(blank=True, null=True, verbose_name='warranty ends'),
        ),
        migrations.AlterField(
            model_name='item',
            name='is_active',
            field=models.BooleanField(default=True, editable=False, verbose_name='looked after'),
        ),
        migrations.AlterField(
            model_name='item',
            name='name',
            field=models.CharField(max_length=255, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='item',
            name='owner_team',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.team', verbose_name='owner team'),
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('attribute', models.CharField(max_length=60)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('by', models.CharField(max_length=64)),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='assets.item')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ItemClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$')], verbose_name='short name')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('path', models.CharField(editable=False, max_length=255, unique=True)),
                ('icon', models.CharField(blank=True, default='item', max_length=30, verbose_name='icon')),
                ('attributes', models.JSONField(blank=True, default=list, verbose_name='attributes')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='assets.itemclass', verbose_name='a sort of')),
            ],
            options={
                'ordering': ['path'],
            },
        ),
        migrations.CreateModel(
            name='Authority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attribute', models.CharField(blank=True, help_text='Empty: every attribute.', max_length=60, verbose_name='attribute')),
                ('order', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None, verbose_name='sources in order of trust')),
                ('fresh_days', models.PositiveSmallIntegerField(blank=True, help_text='Empty: for ever.', null=True, verbose_name='counts for so many days')),
                ('cls', models.ForeignKey(blank=True, help_text='Empty: every class.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assets.itemclass', verbose_name='class')),
            ],
            options={
                'verbose_name_plural': 'authorities',
                'ordering': ['cls_id', 'attribute'],
            },
        ),
        migrations.AddField(
            model_name='item',
            name='cls',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assets.itemclass', verbose_name='class'),
        ),
        migrations.AddField(
            model_name='relation',
            name='from_item',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assets.item'),
        ),
        migrations.AddField(
            model_name='relation',
            name='to_item',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assets.item'),
        ),
        migrations.AddField(
            model_name='report',
            name='item',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='assets.item'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'agent', 'cloud', 'network', 'import'])), name='item_source_kind_is_known'),
        ),
        migrations.AddField(
            model_name='report',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assets.source'),
        ),
        migrations.AddField(
            model_name='change',
            name='source',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assets.source'),
        ),
        migrations.AddConstraint(
            model_name='authority',
            constraint=models.UniqueConstraint(fields=('cls', 'attribute'), name='authority_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='relation',
            index=models.Index(condition=models.Q(('until__isnull', True)), fields=['to_item', 'kind', 'from_item'], name='relation_open_back'),
        ),
        migrations.AddIndex(
            model_name='relation',
            index=models.Index(fields=['from_item', 'since'], name='relation_since'),
        ),
        migrations.AddIndex(
            model_name='relation',
            index=models.Index(fields=['to_item', 'since'], name='relation_since_back'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('from_item', 'kind', 'to_item'), name='relation_open_once'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('from_item', models.F('to_item')), _negated=True), name='relation_of_two'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['runs_on', 'depends_on', 'connects_to', 'part_of', 'protects'])), name='relation_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='relation_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('item', 'source'), name='report_once'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__lte', 100)), name='report_confidence_is_a_share'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['item', 'at', 'id'], name='change_of_item'),
        ),
    ]
