from django.db import migrations, models


class Migration(migrations.Migration):
    """A window that is called off for now."""

    dependencies = [
        ('services', '0006_windows_due'),
    ]

    operations = [
        migrations.AddField(
            model_name='maintenancewindow',
            name='is_put_off',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
