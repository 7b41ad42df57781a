"""Who looks after which list."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reconciliation', '0002_roles_and_first_look'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Keeper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('orphan', 'Seen, never bought'), ('ghost', 'Bought, never seen'), ('stray', 'Its holder has left'), ('zombie', 'Retired, still seen'), ('missing', 'Missing'), ('duplicate', 'Perhaps twice'), ('unowned', "Nobody's"), ('out_of_warranty', 'Out of warranty'), ('out_of_support', 'Out of support'), ('expiring', 'Certificates that expire')], max_length=16)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['kind', 'id'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'person'), name='finding_keeper_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['orphan', 'ghost', 'stray', 'zombie', 'missing', 'duplicate', 'unowned', 'out_of_warranty', 'out_of_support', 'expiring'])), name='finding_keeper_kind_is_known')],
            },
        ),
    ]
