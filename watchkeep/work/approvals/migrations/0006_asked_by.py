from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What somebody asked others for and waits for, what ends first on top."""

    dependencies = [
        ('approvals', '0005_needed_by'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='approval',
            index=models.Index(
                condition=models.Q(('state', 'pending')), fields=['requester', 'expires_at'], name='approval_asked_by'
            ),
        ),
    ]
