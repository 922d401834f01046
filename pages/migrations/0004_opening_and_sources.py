"""A site says that it is being prepared until it is opened; sources say where they were read."""

import tomllib
from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

#: By key: what a source of the first edition said, and what it says now.
_MENDED = tomllib.loads(Path(__file__).with_name("0004_sources.toml").read_text("utf-8"))
#: By key, the author that stands for the real ones: nobody found them, so nothing can be mended.
_NOT_FOUND = {"suicide-review-2025": "Review of 49 trials"}

#: A source that has these three as in the first edition was not touched by staff.
_NAMES_IT = ("author", "title", "url")
_FIELDS = (*_NAMES_IT, "where", "year")
_NEW_FIELDS = ("read_on", "no_address")
_EMPTY = {"year": None, "read_on": None}
#: Begins what is added to the note of a source that staff changed.
_ASIDE = "The first edition corrected this source; you had changed it, so it was left. It says now: "


def open_running_site(apps, schema_editor):
    """Whoever has words or facts already has visitors: for them nothing changes."""
    clinic = apps.get_model("pages", "Clinic").objects
    published = apps.get_model("pages", "PageRevision").objects.exclude(state="draft")
    if clinic.exists() or published.exists():
        clinic.get_or_create(pk=1)
        clinic.update(opened_at=timezone.now())


def mend_sources(apps, schema_editor):
    """Put right what staff left as it was; say of the others that they differ."""
    sources = apps.get_model("pages", "Source").objects
    for key, edition in _MENDED.items():
        source = sources.filter(key=key).first()
        if source is None:
            continue
        if _says(source, edition["old"], _NAMES_IT):
            _write(source, edition["old"], edition["new"], (*_FIELDS, *_NEW_FIELDS))
            _rename(sources, source, edition["new"].get("key", key))
        elif not _says(source, edition["new"], _NAMES_IT):
            source.note = f"{source.note}\n\n{_ASIDE}{_cited(edition['new'])}".strip()
            print(f"\n  Source {key} was changed by staff and is left as it is; see its note.", end="")
        source.save()
    for key, author in _NOT_FOUND.items():
        if sources.filter(key=key, author=author).exists():
            print(f"\n  Source {key} could not be found again; please replace it.", end="")


def restore_sources(apps, schema_editor):
    """As they were, where nobody changed them since."""
    sources = apps.get_model("pages", "Source").objects
    for key, edition in _MENDED.items():
        source = sources.filter(key__in=(edition["new"].get("key", key), key)).first()
        if source is None:
            continue
        if _says(source, edition["new"], _FIELDS):
            _write(source, edition["new"], edition["old"], _FIELDS)
            _rename(sources, source, key)
        if _ASIDE in source.note:
            source.note = source.note.split(_ASIDE)[0].strip()
        source.save()


def _says(source, entry, names):
    return all(getattr(source, name) == _value(entry, name) for name in names)


def _write(source, before, after, names):
    """These fields; and the note, unless staff wrote another one."""
    for name in names:
        setattr(source, name, _value(after, name))
    if source.note == _value(before, "note"):
        source.note = _value(after, "note")


def _value(entry, name):
    return entry.get(name, _EMPTY.get(name, ""))


def _rename(sources, source, key):
    if not sources.filter(key=key).exists():
        source.key = key


def _cited(entry):
    parts = [entry["author"], entry["title"], str(entry.get("year", "")), entry.get("url", "")]
    return ", ".join(part for part in parts if part)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0003_medical_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="clinic",
            name="opened_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="open to visitors since"
            ),
        ),
        migrations.AddField(
            model_name="clinic",
            name="opened_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="no_address",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Visitors never see this.",
                max_length=200,
                verbose_name="why it has no address",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="read_on",
            field=models.DateField(
                blank=True,
                help_text="Shown where there is no year.",
                null=True,
                verbose_name="day it was read",
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="If it has no date, the day it was read instead.",
                null=True,
            ),
        ),
        migrations.RunPython(open_running_site, migrations.RunPython.noop),
        migrations.RunPython(mend_sources, restore_sources),
    ]
