"""The clinic says how a doctor who refers reaches it."""

from django.db import migrations, models

_ADD = "ALTER TABLE pages_clinic ADD COLUMN doctors_line text DEFAULT '' NOT NULL"
_DROP = "ALTER TABLE pages_clinic DROP COLUMN doctors_line"


class Migration(migrations.Migration):
    """Said in SQL: on SQLite, Django would make the table anew from what the models know.

    So it would lose the columns that 0008 keeps for the code of the release before.
    """

    dependencies = [("pages", "0011_layouts")]
    operations = [
        migrations.RunSQL(
            _ADD,
            _DROP,
            state_operations=[
                migrations.AddField(
                    model_name="clinic",
                    name="doctors_line",
                    field=models.TextField(
                        blank=True,
                        default="",
                        db_default="",
                        help_text="For example Fax (202) 555-0143."
                        " We call back within 1 business day.",
                        verbose_name="fax and phone for doctors who refer,"
                        " and when you call back",
                    ),
                ),
            ],
        ),
    ]
