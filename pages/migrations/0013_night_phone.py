"""The clinic says who answers while it is closed."""

from django.db import migrations, models

_ADD = "ALTER TABLE pages_clinic ADD COLUMN night_phone varchar(20) DEFAULT '' NOT NULL"
_DROP = "ALTER TABLE pages_clinic DROP COLUMN night_phone"


class Migration(migrations.Migration):
    """Said in SQL: on SQLite, Django would make the table anew from what the models know.

    So it would lose the columns that 0008 keeps for the code of the release before.
    """

    dependencies = [("pages", "0012_doctors_line")]
    operations = [
        migrations.RunSQL(
            _ADD,
            _DROP,
            state_operations=[
                migrations.AddField(
                    model_name="clinic",
                    name="night_phone",
                    field=models.CharField(
                        blank=True,
                        default="",
                        db_default="",
                        help_text="Only if a person answers."
                        " Printed for patients and drivers on the day.",
                        max_length=20,
                        verbose_name="phone while you are closed",
                    ),
                ),
            ],
        ),
    ]
