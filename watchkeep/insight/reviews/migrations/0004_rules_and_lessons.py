"""Preventive tasks come by rules, reviews and causes are found by their words, and a review knows its own severity."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import watchkeep.estate.people.models.persons
import watchkeep.insight.reviews.models.preventive
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assets', '0001_initial'),
        ('incidents', '0004_reassessment'),
        ('reviews', '0003_corrective_roles'),
        ('services', '0002_customers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='node',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('text', 'detail', 'change', config='simple'), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddField(
            model_name='review',
            name='own_severity',
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='review',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('number', 'narrative', 'impact', 'detection', 'went_well', 'went_badly', 'lucky', config='simple'), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddField(
            model_name='task',
            name='due_time',
            field=models.TimeField(blank=True, null=True, verbose_name='until'),
        ),
        migrations.AddField(
            model_name='task',
            name='rule',
            field=models.CharField(default='FREQ=MONTHLY', max_length=200, validators=[watchkeep.insight.reviews.models.preventive.sound_rule], verbose_name='rule'),
        ),
        migrations.AddField(
            model_name='task',
            name='time_zone',
            field=models.CharField(default='UTC', max_length=64, validators=[watchkeep.estate.people.models.persons.known_zone], verbose_name='time zone'),
        ),
        migrations.AddIndex(
            model_name='node',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='node_words'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='review_words'),
        ),
    ]
