"""Who is treated, and how a visit goes, are medical rules too; today's values go on as they are.

On the way back a value that waits is put aside, and waits again once this migration is made again.
"""

from typing import Any

from django.db import migrations, models

#: The facts that become rules. Each is typed in the field of its name.
_RULES = (
    "visit_length",
    "food_and_drink",
    "companion",
    "taxi",
    "referral",
    "minimum_age",
    "medicines_rule",
    "spravato",
)


def keep_today(apps: Any, _editor: Any) -> None:
    """Nobody approved them here: each history begins, or goes on, with what visitors read."""
    values = apps.get_model("pages", "RuleValue").objects
    _end_what_is_not_said(apps)
    for clinic in apps.get_model("pages", "Clinic").objects.all():
        for fact in _RULES:
            _keep(values, fact=fact, language="en", text=getattr(clinic, fact), english="")
    for said in apps.get_model("pages", "FactInLanguage").objects.filter(name__in=_RULES):
        words = {"text": said.text, "english": said.english}
        _keep(values, fact=said.name, language=said.language, **words)


def _keep(values: Any, fact: str, language: str, **words: str) -> None:
    live = values.filter(fact=fact, language=language, state="live")
    if live.filter(**words).exists():
        return
    had_one = live.update(state="past")
    if words["text"] or had_one:
        values.create(
            fact=fact, language=language, state="live", before_approval=True, **words
        )


def _end_what_is_not_said(apps: Any) -> None:
    """The release before may have taken words of another language away."""
    said = apps.get_model("pages", "FactInLanguage").objects
    values = apps.get_model("pages", "RuleValue").objects.filter(fact__in=_RULES, state="live")
    for value in values.exclude(language="en"):
        if not said.filter(name=value.fact, language=value.language).exists():
            values.filter(pk=value.pk).update(state="past")


def wait_again(apps: Any, _editor: Any) -> None:
    """What was put aside was never live."""
    for value in _put_aside(apps):
        value.state = "draft"
        # Sent back, if a clinician had answered.
        value.sent_at = None if value.answer else value.changed_at
        value.save()


def put_aside(apps: Any, _editor: Any) -> None:
    """The release before knows no such drafts."""
    drafts = apps.get_model("pages", "RuleValue").objects.filter(fact__in=_RULES, state="draft")
    drafts.update(state="past", sent_at=None)


def _put_aside(apps: Any) -> Any:
    values = apps.get_model("pages", "RuleValue").objects.filter(fact__in=_RULES, state="past")
    return values.filter(live_at=None, before_approval=False)


class Migration(migrations.Migration):
    dependencies = [("pages", "0017_kept_words")]

    operations = [
        migrations.AddField(
            model_name="rulevalue",
            name="approved_over",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                verbose_name="warnings it was approved over",
            ),
        ),
        migrations.AlterField(
            model_name="rulevalue", name="text", field=models.TextField(blank=True)
        ),
        migrations.RunPython(wait_again, put_aside),
        migrations.RunPython(keep_today, migrations.RunPython.noop),
    ]
