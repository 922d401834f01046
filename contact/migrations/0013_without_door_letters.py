"""On the way back, mails about signing in are thrown away: the release before knows no such kind."""

from typing import Any

from django.db import migrations


def throw_away(apps: Any, _editor: Any) -> None:
    """Whoever still needs one asks again."""
    apps.get_model("contact", "Delivery").objects.filter(kind="door").delete()


class Migration(migrations.Migration):
    dependencies = [("contact", "0012_door_letters")]

    operations = [migrations.RunPython(migrations.RunPython.noop, throw_away)]
