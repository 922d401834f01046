"""What staff say of the clinic's facts in other languages is kept beside the English words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0013_night_phone")]

    operations = [
        migrations.CreateModel(
            name="FactInLanguage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Español")], max_length=8
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="name of the fact")),
                ("text", models.TextField()),
                ("english", models.TextField(verbose_name="the English words it translates")),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "name"), name="fact_said_once_in_a_language"
                    )
                ],
            },
        ),
    ]
