"""Alerts and where they come from. The inbox itself is in 0002."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import watchkeep.kernel.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('incidents', '0002_scales'),
        ('oncall', '0001_initial'),
        ('services', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Integration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('alertmanager', 'Prometheus Alertmanager or Grafana'), ('events_v2', 'PagerDuty Events API v2'), ('cloudevents', 'CloudEvents 1.0'), ('json', 'Plain JSON'), ('heartbeat', 'Heartbeat')], max_length=16, verbose_name='kind')),
                ('group_by', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=255), blank=True, default=list, help_text='Labels, separated by commas. Empty: one incident for each service.', size=None, verbose_name='one incident for each')),
                ('reopen_within_minutes', models.PositiveIntegerField(default=60, validators=[django.core.validators.MaxValueValidator(43200)], verbose_name='minutes in which a recurrence reopens the incident')),
                ('is_active', models.BooleanField(default=True, verbose_name='accepted')),
                ('created_at', models.DateTimeField(default=watchkeep.kernel.clock.now, editable=False)),
                ('last_event_at', models.DateTimeField(editable=False, null=True)),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.service', verbose_name='service, when no route says another')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Pending',
            fields=[
                ('event', models.BigIntegerField(primary_key=True, serialize=False)),
                ('received_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(blank=True, max_length=512)),
                ('is_open', models.BooleanField(default=True)),
                ('opened_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='incidents.incident')),
                ('origin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='incidents.incident')),
                ('service', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.service')),
                ('integration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='detection.integration')),
            ],
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.BigIntegerField(unique=True)),
                ('at', models.DateTimeField()),
                ('summary', models.TextField()),
                ('source', models.CharField(blank=True, max_length=1024)),
                ('links', models.JSONField(default=list)),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.service')),
                ('integration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='detection.integration')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=255, verbose_name='key')),
                ('status', models.CharField(choices=[('firing', 'Firing'), ('acknowledged', 'Acknowledged'), ('resolved', 'Resolved')], max_length=12, verbose_name='status')),
                ('severity', models.CharField(choices=[('critical', 'Critical'), ('error', 'Error'), ('warning', 'Warning'), ('info', 'Info')], max_length=8, verbose_name='severity')),
                ('summary', models.TextField(verbose_name='summary')),
                ('source', models.CharField(blank=True, max_length=1024, verbose_name='source')),
                ('labels', models.JSONField(default=dict, verbose_name='labels')),
                ('count', models.PositiveBigIntegerField(default=0, verbose_name='times heard')),
                ('episodes', models.PositiveIntegerField(default=0, verbose_name='times it began')),
                ('first_at', models.DateTimeField(verbose_name='first heard')),
                ('last_at', models.DateTimeField(verbose_name='last heard')),
                ('started_at', models.DateTimeField(null=True, verbose_name='fires since')),
                ('resolved_at', models.DateTimeField(null=True, verbose_name='resolved')),
                ('stamp', models.DateTimeField(null=True)),
                ('is_silenced', models.BooleanField(default=False, verbose_name='silenced by maintenance')),
                ('incident', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='incidents.incident')),
                ('service', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.service')),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='alerts', to='detection.group')),
                ('integration', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='detection.integration')),
            ],
            options={
                'ordering': ['-last_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='IntegrationKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('tail', models.CharField(editable=False, max_length=4)),
                ('created_at', models.DateTimeField(default=watchkeep.kernel.clock.now, editable=False)),
                ('expires_at', models.DateTimeField(editable=False, null=True)),
                ('revoked_at', models.DateTimeField(editable=False, null=True)),
                ('last_used_at', models.DateTimeField(editable=False, null=True)),
                ('integration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='detection.integration')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Rejection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('format', models.CharField(max_length=16)),
                ('status', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=32)),
                ('errors', models.TextField(blank=True)),
                ('sender', models.CharField(blank=True, max_length=64)),
                ('head', models.TextField(blank=True)),
                ('like_it', models.PositiveIntegerField(default=0)),
                ('integration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rejections', to='detection.integration')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Route',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='order')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('policy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oncall.policy', verbose_name="escalation policy, instead of the service's")),
                ('matchers', models.TextField(blank=True, verbose_name='labels that must fit')),
                ('severity', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)], verbose_name='severity')),
                ('group_by', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=255), blank=True, default=list, size=None, verbose_name='one incident for each')),
                ('opens_incident', models.BooleanField(default=True, verbose_name='opens incidents')),
                ('is_active', models.BooleanField(default=True, verbose_name='in force')),
                ('integration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='detection.integration', verbose_name='integration')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.service', verbose_name='service')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('event', models.BigIntegerField(primary_key=True, serialize=False)),
                ('received_at', models.DateTimeField()),
                ('error', models.TextField()),
                ('at', models.DateTimeField(default=watchkeep.kernel.clock.now)),
                ('integration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='detection.integration')),
            ],
            options={
                'ordering': ['-at', '-event'],
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('integration', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='heartbeat', serialize=False, to='detection.integration')),
                ('every_seconds', models.PositiveIntegerField(default=300, validators=[django.core.validators.MinValueValidator(5)], verbose_name='a beat every so many seconds')),
                ('grace_seconds', models.PositiveIntegerField(default=60, verbose_name='and so many seconds of grace')),
                ('last_beat_at', models.DateTimeField(editable=False, null=True)),
                ('due_at', models.DateTimeField(editable=False, null=True)),
                ('is_missed', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False), ('is_missed', False)), fields=['due_at'], name='heartbeat_due')],
            },
        ),
        migrations.AddIndex(
            model_name='group',
            index=models.Index(fields=['service', 'key', '-id'], name='group_history'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.UniqueConstraint(condition=models.Q(('is_open', True), ('service__isnull', False)), fields=('service', 'key'), name='group_open_of_service'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.UniqueConstraint(condition=models.Q(('is_open', True), ('service__isnull', True)), fields=('integration', 'key'), name='group_open_of_integration'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.CheckConstraint(condition=models.Q(('service__isnull', False), ('integration__isnull', False), _connector='OR'), name='group_has_owner'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['service', '-at'], name='change_by_service'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['-last_at', '-id'], name='alert_newest'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['status', '-last_at', '-id'], name='alert_by_status'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['integration', '-last_at', '-id'], name='alert_by_integration'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['service', '-last_at', '-id'], name='alert_by_service'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['incident', 'status'], name='alert_of_incident'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(condition=models.Q(('is_silenced', True)), fields=['service'], name='alert_held_back'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.UniqueConstraint(fields=('integration', 'key'), name='alert_once'),
        ),
        migrations.AddIndex(
            model_name='rejection',
            index=models.Index(fields=['integration', '-at', '-id'], name='rejection_of_integration'),
        ),
        migrations.AddIndex(
            model_name='rejection',
            index=models.Index(condition=models.Q(('integration__isnull', True)), fields=['-at', '-id'], name='rejection_unknown'),
        ),
        migrations.AddConstraint(
            model_name='route',
            constraint=models.CheckConstraint(condition=models.Q(('severity__isnull', True), ('severity__range', (1, 4)), _connector='OR'), name='route_severity_is_known'),
        ),
    ]
