import django.core.validators
import django.db.models.deletion
import watchkeep.kernel.clock
import watchkeep.work.tickets.models.spine
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('assets', '0016_title_by_last_of_name'),
        ('people', '0011_trail_by_function'),
        ('services', '0004_footings'),
        ('tickets', '0015_changes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='tickets.ticket')),
                ('kind', models.CharField(choices=[('normal', 'Normal'), ('standard', 'Standard'), ('emergency', 'Emergency')], default='normal', max_length=10, verbose_name='kind')),
                ('source', models.CharField(choices=[('console', 'By hand'), ('api', 'API'), ('pipeline', 'Pipeline'), ('rule', 'By itself')], default='console', max_length=10, verbose_name='drawn up')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('test_plan', models.TextField(blank=True, verbose_name='test plan')),
                ('back_out_plan', models.TextField(blank=True, verbose_name='back-out plan')),
                ('communication', models.TextField(blank=True, verbose_name='who is told, and what')),
                ('cost', models.DecimalField(decimal_places=2, default=0, max_digits=12, validators=[django.core.validators.MinValueValidator(0)], verbose_name='cost in euro')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='from')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('outage_minutes', models.PositiveIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(43200)], verbose_name='expected outage in minutes')),
                ('begun_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='begun')),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ended')),
                ('risk', models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='risk')),
                ('risk_parts', models.JSONField(blank=True, default=list, editable=False)),
                ('risk_inputs', models.JSONField(blank=True, default=dict, editable=False)),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='answers')),
                ('outcome', models.CharField(blank=True, choices=[('successful', 'Successful'), ('with_issues', 'Successful with issues'), ('backed_out', 'Backed out'), ('failed', 'Failed')], editable=False, max_length=12, verbose_name='outcome')),
                ('outcome_note', models.TextField(blank=True, verbose_name='how it went')),
                ('turned_down', models.CharField(blank=True, editable=False, max_length=1000, verbose_name='why it was turned down')),
                ('cancel_reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='why it is called off')),
                ('is_backed_out', models.BooleanField(default=False, editable=False)),
                ('overdue_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('regularise_by', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='to be approved by')),
                ('regularised_late', models.BooleanField(default=False, editable=False)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('window', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='services.maintenancewindow')),
            ],
            options={
                'ordering': ['-ticket_id'],
            },
            bases=(watchkeep.work.tickets.models.spine.Detail, models.Model),
        ),
        migrations.CreateModel(
            name='ChangeItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='touches_items', to='changes.change')),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assets.item')),
            ],
        ),
        migrations.AddField(
            model_name='change',
            name='items',
            field=models.ManyToManyField(related_name='+', through='changes.ChangeItem', to='assets.item'),
        ),
        migrations.CreateModel(
            name='ChangeModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='short name')),
                ('description', models.TextField(blank=True, verbose_name='when it is used')),
                ('standing', models.CharField(choices=[('template', 'Template: each change is approved'), ('standard', 'Standard: approved beforehand'), ('demoted', 'Was standard: too many went wrong')], default='template', editable=False, max_length=10, verbose_name='standing')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title of a change')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('test_plan', models.TextField(blank=True, verbose_name='test plan')),
                ('back_out_plan', models.TextField(blank=True, verbose_name='back-out plan')),
                ('communication', models.TextField(blank=True, verbose_name='who is told, and what')),
                ('plan', models.JSONField(blank=True, default=list)),
                ('length_minutes', models.PositiveIntegerField(default=60, verbose_name='takes so many minutes')),
                ('outage_minutes', models.PositiveIntegerField(default=0, verbose_name='expected outage in minutes')),
                ('promote_at', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1)], verbose_name='may become standard after so many good runs')),
                ('demote_under', models.PositiveSmallIntegerField(default=90, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='stays standard while so many per cent go well')),
                ('window_runs', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='of the last so many runs')),
                ('runs', models.PositiveIntegerField(default=0, editable=False, verbose_name='runs')),
                ('good', models.PositiveIntegerField(default=0, editable=False, verbose_name='good runs')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('created_at', models.DateTimeField(default=watchkeep.kernel.clock.now, editable=False)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team', verbose_name='team')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='change',
            name='model',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='changes.changemodel', verbose_name='model'),
        ),
        migrations.CreateModel(
            name='ChangeService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='touches', to='changes.change')),
                ('service', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='services.service')),
            ],
        ),
        migrations.AddField(
            model_name='change',
            name='services',
            field=models.ManyToManyField(related_name='+', through='changes.ChangeService', to='services.service'),
        ),
        migrations.CreateModel(
            name='PlanStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('implement', 'Implementation'), ('test', 'Test'), ('back_out', 'Back-out')], default='implement', max_length=10, verbose_name='part')),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=300, verbose_name='step')),
                ('way', models.CharField(choices=[('manual', 'By hand'), ('action', 'By an action')], default='manual', max_length=8)),
                ('action', models.CharField(blank=True, max_length=120, verbose_name='action')),
                ('parameters', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('skipped', 'Skipped'), ('failed', 'Failed')], default='open', editable=False, max_length=8)),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='note')),
                ('done_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('change', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='changes.change')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['change', 'part', 'position'],
            },
        ),
        migrations.AddIndex(
            model_name='changeitem',
            index=models.Index(fields=['item', '-change'], name='change_on_item'),
        ),
        migrations.AddConstraint(
            model_name='changeitem',
            constraint=models.UniqueConstraint(fields=('change', 'item'), name='change_item_once'),
        ),
        migrations.AddConstraint(
            model_name='changemodel',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['template', 'standard', 'demoted'])), name='change_model_standing_is_known'),
        ),
        migrations.AddConstraint(
            model_name='changemodel',
            constraint=models.CheckConstraint(condition=models.Q(('good__lte', models.F('runs'))), name='change_model_good_are_runs'),
        ),
        migrations.AddIndex(
            model_name='changeservice',
            index=models.Index(fields=['service', '-change'], name='change_on_service'),
        ),
        migrations.AddConstraint(
            model_name='changeservice',
            constraint=models.UniqueConstraint(fields=('change', 'service'), name='change_service_once'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['model', '-ticket'], name='change_of_model'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['starts_at', 'ends_at'], name='change_by_time'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('begun_at__isnull', False)), fields=['begun_at'], name='change_by_beginning'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('ended_at__isnull', False)), fields=['-ended_at'], name='change_by_end'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('overdue_at__isnull', False)), fields=['overdue_at'], name='change_overdue'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('regularise_by__isnull', False), ('regularised_late', False)), fields=['regularise_by'], name='change_unapproved'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['normal', 'standard', 'emergency'])), name='change_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'successful', 'with_issues', 'backed_out', 'failed'])), name='change_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('risk', None), ('risk__lte', 100), _connector='OR'), name='change_risk_is_a_score'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at', None), ('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='change_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.UniqueConstraint(fields=('change', 'part', 'position'), name='plan_step_has_its_place'),
        ),
    ]
