"""What became of a message about a crisis. Those that are done already stay done without it."""


from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contact', '0013_without_door_letters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='inquiry',
            name='outcome',
            field=models.CharField(blank=True, choices=[('phone', 'Reached by phone'), ('writing', 'Reached in writing'), ('none', 'Could not reach them'), ('passed', 'Passed to 988, 911 or a clinician')], db_default='', default='', max_length=7, verbose_name='what happened'),
        ),
        migrations.AddConstraint(
            model_name='inquiry',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'phone', 'writing', 'none', 'passed'])), name='outcome_is_known'),
        ),
    ]
