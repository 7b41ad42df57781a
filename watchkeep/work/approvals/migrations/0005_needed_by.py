from django.db import migrations, models


class Migration(migrations.Migration):
    """Until when an answer is of use."""

    dependencies = [
        ('approvals', '0004_services_of_boards'),
    ]

    operations = [
        migrations.AddField(
            model_name='approval',
            name='needed_by',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
