"""The guide to start is medical, whatever was ticked; going back takes no rule away."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_medical(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What is live stays; the next words need a clinician."""
    guides = apps.get_model("pages", "StartGuide").objects.using(schema_editor.connection.alias)
    guides.filter(medical=False).update(medical=True)


class Migration(migrations.Migration):
    """Forward only in what it does: nobody could say which tick was meant."""

    dependencies = [("pages", "0009_pictures")]
    operations = [migrations.RunPython(make_medical, migrations.RunPython.noop)]
