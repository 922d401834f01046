"""The rule on driving is whole in its field: words no longer add the night's sleep to it.

Words of before go on adding it, and get the rule without it: nothing visitors read changes.
"""

from django.db import migrations, models

_SLEPT = ", after a full night's sleep"
_DEFAULT = f"at least until the next day{_SLEPT}"
#: Letters the field had room for before.
_BEFORE = 120


def add_sleep(apps, schema_editor):
    """To whatever staff typed, since every page said so after it."""
    for clinic in apps.get_model("pages", "Clinic").objects.exclude(driving_rule=""):
        if not clinic.driving_rule.endswith(_SLEPT):
            clinic.driving_rule += _SLEPT
            clinic.save(update_fields=["driving_rule"])


def take_sleep(apps, schema_editor):
    """The release before adds it again on every page."""
    for clinic in apps.get_model("pages", "Clinic").objects.all():
        clinic.driving_rule = clinic.driving_rule.removesuffix(_SLEPT)[:_BEFORE]
        clinic.save(update_fields=["driving_rule"])


class Migration(migrations.Migration):
    dependencies = [("pages", "0004_opening_and_sources")]

    operations = [
        migrations.AlterField(
            model_name="clinic",
            name="driving_rule",
            field=models.CharField(
                db_default=_DEFAULT,
                default=_DEFAULT,
                help_text="The whole rule, after “Do not drive”. A clinician has to agree.",
                max_length=160,
                verbose_name="how long nobody drives",
            ),
        ),
        migrations.RunPython(add_sleep, take_sleep),
    ]
