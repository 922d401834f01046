"""Medical rules get a draft, an approval and a history; today's values go on as they are."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

#: The rules there are now, each with the field it is typed in.
_RULES = {"driving": "driving_rule", "usual_course": "usual_course", "fda_status": "fda_status"}


def keep_today(apps: Any, _editor: Any) -> None:
    """Nobody approved them here: the first value of each history says so."""
    values = apps.get_model("pages", "RuleValue").objects
    for clinic in apps.get_model("pages", "Clinic").objects.all():
        for fact, field in _RULES.items():
            values.create(
                fact=fact, text=getattr(clinic, field), state="live", before_approval=True
            )
    for said in apps.get_model("pages", "FactInLanguage").objects.filter(name__in=_RULES):
        values.create(
            fact=said.name,
            language=said.language,
            text=said.text,
            english=said.english,
            state="live",
            before_approval=True,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0014_facts_in_languages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RuleValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.CharField(max_length=30)),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Español')], default='en', max_length=8)),
                ('text', models.TextField()),
                ('english', models.TextField(blank=True, default='')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('live', 'Live'), ('past', 'Past')], default='draft', max_length=5)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True, default='', max_length=1000, verbose_name='note for the clinician')),
                ('answer', models.TextField(blank=True, default='', max_length=1000)),
                ('live_at', models.DateTimeField(null=True)),
                ('alone', models.BooleanField(default=False)),
                ('before_approval', models.BooleanField(default=False, verbose_name='entered before there was approval')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'live')), fields=('fact', 'language'), name='one_live_value_of_a_rule'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('fact', 'language'), name='one_draft_of_a_rule'), models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', True), ('live_at__isnull', True), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='only_a_draft_of_a_rule_waits')],
            },
        ),
        migrations.RunPython(keep_today, migrations.RunPython.noop),
    ]
