
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0011_trail_by_function'),
        ('services', '0004_footings'),
        ('tickets', '0014_words_of_threads'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='ticket',
            name='ticket_state_is_known',
        ),
        migrations.AlterField(
            model_name='ticket',
            name='kind',
            field=models.CharField(choices=[('incident', 'Incident'), ('problem', 'Problem'), ('request', 'Request'), ('change', 'Change')], editable=False, max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('new', 'New'), ('assessing', 'Being assessed'), ('waiting', 'Waiting for approval'), ('approved', 'Approved'), ('scheduled', 'Scheduled'), ('implementing', 'Being carried out'), ('evaluating', 'Being evaluated'), ('triaged', 'Triaged'), ('in_progress', 'In progress'), ('on_hold', 'On hold'), ('restored', 'Restored'), ('investigating', 'Investigating'), ('known_error', 'Known error'), ('fixing', 'Fix in progress'), ('resolved', 'Resolved'), ('closed', 'Closed'), ('cancelled', 'Cancelled'), ('refused', 'Refused')], default='new', editable=False, max_length=16, verbose_name='state'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'new', 'assessing', 'waiting', 'approved', 'scheduled', 'implementing', 'evaluating', 'triaged', 'in_progress', 'on_hold', 'restored', 'investigating', 'known_error', 'fixing', 'resolved', 'closed', 'cancelled', 'refused'])), name='ticket_state_is_known'),
        ),
    ]
