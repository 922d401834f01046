"""Words of a search that were asked on fewer than three days become a keyed hash.

Back again: a hash does not become words, so its counts are dropped; words in clear stay.
"""

from collections import defaultdict

from django.db import migrations, models, transaction

#: As it is on the day of this migration (faq/counts/unanswered.py).
DAYS_UNTIL_CLEAR = 3


def hide_rare_words(apps, schema_editor):
    """Words of danger go; words asked on enough days stay, with the hash they are found by."""
    from faq.counts.unanswered import fingerprint
    from pages.crisis import mentions_crisis

    searches = apps.get_model("faq", "UnansweredSearch").objects
    days = defaultdict(set)
    for words, day in searches.values_list("words", "day"):
        days[words].add(day)
    for words, asked in days.items():
        rows = searches.filter(words=words)
        if mentions_crisis(words):
            rows.delete()
        elif len(asked) < DAYS_UNTIL_CLEAR:
            rows.update(fingerprint=fingerprint(words), words=None)
        else:
            rows.update(fingerprint=fingerprint(words))
    transaction.on_commit(lambda: clean_the_log(schema_editor.connection))


def clean_the_log(connection):
    """Empty SQLite's write-ahead log, where the words would stay until the nightly purge."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def drop_hidden_words(apps, schema_editor):
    apps.get_model("faq", "UnansweredSearch").objects.filter(words=None).delete()


class Migration(migrations.Migration):
    dependencies = [("faq", "0004_workflow")]

    operations = [
        migrations.AddField(
            model_name="unansweredsearch",
            name="fingerprint",
            field=models.CharField(editable=False, max_length=64, null=True),
        ),
        migrations.AlterField(
            model_name="unansweredsearch",
            name="words",
            field=models.CharField(max_length=80, null=True),
        ),
        migrations.AddConstraint(
            model_name="unansweredsearch",
            constraint=models.UniqueConstraint(
                fields=("fingerprint", "day"), name="one_row_of_a_fingerprint_per_day"
            ),
        ),
        migrations.RunPython(hide_rare_words, drop_hidden_words),
    ]
