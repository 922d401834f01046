from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clinic_site', '0006_slow_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='slowchange',
            name='before',
            field=models.EmailField(blank=True, db_default='', default='', max_length=254),
        ),
    ]
