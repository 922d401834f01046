"""The tables are as the code says: each rule that the database keeps is in a migration."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
@pytest.mark.parametrize("app", ["pages", "faq"])
def test_no_rule_waits_for_its_migration(app: str) -> None:
    call_command("makemigrations", app, check_changes=True, dry_run=True, verbosity=0)
