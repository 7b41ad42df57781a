from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0005_request_states'),
    ]

    operations = [
        migrations.AlterField(
            model_name='incident',
            name='state_before_merge',
            field=models.CharField(blank=True, choices=[('draft', 'Draft'), ('new', 'New'), ('assessing', 'Being assessed'), ('waiting', 'Waiting for approval'), ('approved', 'Approved'), ('scheduled', 'Scheduled'), ('implementing', 'Being carried out'), ('evaluating', 'Being evaluated'), ('triaged', 'Triaged'), ('in_progress', 'In progress'), ('on_hold', 'On hold'), ('restored', 'Restored'), ('investigating', 'Investigating'), ('known_error', 'Known error'), ('fixing', 'Fix in progress'), ('resolved', 'Resolved'), ('closed', 'Closed'), ('cancelled', 'Cancelled'), ('refused', 'Refused')], editable=False, max_length=16),
        ),
    ]
