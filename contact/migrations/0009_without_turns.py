"""On the way back, mails of kinds that the release before does not know are thrown away."""

from typing import Any

from django.db import migrations


def throw_away(apps: Any, _editor: Any) -> None:
    """They say nothing that does not stand on the staff pages."""
    mails = apps.get_model("contact", "Delivery").objects
    mails.filter(kind__in=["turn", "rights"]).delete()


class Migration(migrations.Migration):
    dependencies = [("contact", "0008_turns")]

    operations = [migrations.RunPython(migrations.RunPython.noop, throw_away)]
