"""A layout for conditions, and one for a wide table."""


from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0010_medical_guide"),
    ]

    operations = [
        migrations.AlterField(
            model_name="page",
            name="layout",
            field=models.CharField(
                choices=[
                    ("home", "Home"),
                    ("treatment", "Treatment overview"),
                    ("topic", "Treatment topic"),
                    ("condition", "Condition"),
                    ("visit", "Your visit"),
                    ("wide", "Wide page, for a table"),
                    ("plain", "Plain page"),
                ],
                default="plain",
                max_length=10,
            ),
        ),
    ]
