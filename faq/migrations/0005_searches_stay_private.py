"""Words of a search that were asked on fewer than three days become a keyed hash.

Back again: a hash does not become words, so its counts are dropped; words in clear stay.
"""

from collections import defaultdict

from django.db import migrations, models, transaction
from django.utils.crypto import salted_hmac

#: As it is on the day of this migration (faq/counts/unanswered.py).
DAYS_UNTIL_CLEAR = 3


def fingerprint(words):
    """As the site made it on the day of this migration, whatever it does since."""
    return salted_hmac("faq.counts.unanswered", words, algorithm="sha256").hexdigest()


def reader_of_danger():
    """What notices danger in words; None in a later release that has it elsewhere.

    Then no words stay in clear: nobody can tell which of them speak of danger.
    """
    try:
        from pages.crisis import mentions_crisis
    except ImportError:
        return None
    return mentions_crisis


def hide_rare_words(apps, schema_editor):
    """Words of danger go; words asked on enough days stay, with the hash they are found by."""
    mentions_crisis = reader_of_danger()
    searches = apps.get_model("faq", "UnansweredSearch").objects
    days = defaultdict(set)
    for words, day in searches.values_list("words", "day"):
        days[words].add(day)
    for words, asked in days.items():
        rows = searches.filter(words=words)
        if mentions_crisis and mentions_crisis(words):
            rows.delete()
        elif len(asked) < DAYS_UNTIL_CLEAR or not mentions_crisis:
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
