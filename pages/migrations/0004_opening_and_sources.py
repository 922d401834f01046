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

#: By these a work is told from others.
_NAMES_IT = ("author", "title", "url")
#: What staff changed one of is theirs: the first edition leaves all of it as it is.
_FIELDS = (*_NAMES_IT, "where", "year")
_NEW_FIELDS = ("read_on", "no_address")
_EMPTY = {"year": None, "read_on": None}
#: Begins what is added to the note of a source that staff changed; a filter of theirs looks for it.
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
        source = _find(sources, (key,), edition["old"])
        if source is None:
            continue
        if _says(source, edition["old"], _FIELDS):
            _write(source, edition["old"], edition["new"], (*_FIELDS, *_NEW_FIELDS))
            _rename(sources, source, key, edition["new"].get("key", key))
        elif not _says(source, edition["new"], _FIELDS):
            source.note = "\n\n".join(part for part in (source.note, _aside(edition)) if part)
            name = source.key if source.key == key else f"{key} (now {source.key})"
            print(f"\n  Source {name} was changed by staff and is left as it is; see its note.", end="")
        source.save()
    for key, author in _NOT_FOUND.items():
        if sources.filter(key=key, author=author).exists():
            print(f"\n  Source {key} could not be found again; please replace it.", end="")


def restore_sources(apps, schema_editor):
    """As they were, where nobody changed them since."""
    sources = apps.get_model("pages", "Source").objects
    for key, edition in _MENDED.items():
        new_key = edition["new"].get("key", key)
        source = _find(sources, (new_key, key), edition["new"], edition["old"])
        if source is None:
            continue
        if _aside(edition) in source.note:
            source.note = source.note.replace(_aside(edition), "").removesuffix("\n\n")
        elif _says(source, edition["new"], _FIELDS):
            _write(source, edition["new"], edition["old"], _FIELDS)
            _rename(sources, source, new_key, key)
        source.save()


def _find(sources, keys, *entries):
    """The source of one of these keys; or the same work, if staff gave it a key of their own."""
    same_work = [{name: _value(entry, name) for name in _NAMES_IT} for entry in entries]
    ways = [*({"key": key} for key in keys), *same_work]
    return next((found for way in ways if (found := sources.filter(**way).first())), None)


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


def _rename(sources, source, before, after):
    """Not where staff gave it a key of their own."""
    if source.key == before and not sources.filter(key=after).exists():
        source.key = after


def _aside(edition):
    return _ASIDE + _cited(edition["new"])


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
