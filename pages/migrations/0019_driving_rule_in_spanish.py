"""How long nobody drives is said in better Spanish: an open site keeps what visitors read there.

The new words wait for a clinician, as any change of a medical rule does. On the way back both stay:
the release before says the same as what is kept here.
"""

from typing import Any

from django.db import migrations

_ENGLISH = "at least until the next day, after a full night's sleep"
_UNTIL_NOW = "por lo menos hasta el día siguiente, después de dormir toda la noche"
_BETTER = "hasta el día siguiente, como mínimo, y después de dormir toda la noche"
_NOTE = "The same rule in clearer Spanish. It comes with a new version of the site."
_RULE = {"fact": "driving", "language": "es"}


def keep_what_is_read(apps: Any, _editor: Any) -> None:
    """Where the clinic never said it in its own Spanish, which came with the code."""
    clinics = apps.get_model("pages", "Clinic").objects
    said = apps.get_model("pages", "FactInLanguage").objects
    values = apps.get_model("pages", "RuleValue").objects
    is_read = clinics.filter(opened_at__isnull=False, driving_rule=_ENGLISH).exists()
    if not is_read or said.filter(name="driving", language="es").exists():
        return
    words = {"text": _UNTIL_NOW, "english": _ENGLISH}
    said.create(name="driving", language="es", **words)
    values.create(**_RULE, **words, state="live", before_approval=True)
    if not values.filter(**_RULE, state="draft").exists():
        _ask_for(values)


def _ask_for(values: Any) -> None:
    """Put the new words before clinicians."""
    value = values.create(**_RULE, text=_BETTER, english=_ENGLISH, note=_NOTE, state="draft")
    values.filter(pk=value.pk).update(sent_at=value.changed_at)


class Migration(migrations.Migration):
    dependencies = [("pages", "0018_rules_of_visits")]

    operations = [migrations.RunPython(keep_what_is_read, migrations.RunPython.noop)]
