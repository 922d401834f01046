"""A migration can be taken back and made again without losing a row."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader

from contact.intake.receiving import queue_mails
from contact.keeping import audit
from contact.models import AuditRecord, Delivery, Inquiry, Note

APPS = ("pages", "faq", "contact", "clinic_site")


def names(app: str) -> list[str]:
    """Its migrations, the first one first."""
    return sorted(
        name for label, name in MigrationLoader(connection).disk_migrations if label == app
    )


def rows(app: str) -> dict[str, Any]:
    """Every row of an app."""
    everything = [
        row
        for model in apps.get_app_config(app).get_models()
        for row in model._default_manager.order_by("pk")
    ]
    # Every migration changes the number of the content, which is its purpose.
    everything = [row for row in everything if row._meta.model_name != "contentversion"]
    found = json.loads(serializers.serialize("json", everything))
    return {f"{row['model']} {row['pk']}": row["fields"] for row in found}


def old_fields_of(app: str, found: dict[str, Any]) -> dict[str, Any]:
    """Without what the last migration brought: that is lost on the way back."""
    steps = MigrationLoader(None).disk_migrations[app, names(app)[-1]].operations
    added = [step for step in steps if isinstance(step, migrations.AddField)]
    new = {(f"{app}.{step.model_name_lower}", step.name) for step in added}
    return {
        key: {name: value for name, value in row.items() if (key.split()[0], name) not in new}
        for key, row in found.items()
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("app", APPS)
def test_the_last_migration_can_be_taken_back_and_made_again(
    app: str, first_edition: None, make_inquiry: Callable[..., Inquiry]
) -> None:
    if len(names(app)) < 2:
        pytest.skip("there is only the first one")
    inquiry: Inquiry = make_inquiry(message="kept", email="ana@example.org", reply_by="email")
    queue_mails(inquiry)
    Note.objects.create(inquiry=inquiry, text="kept too")
    before = old_fields_of(app, rows(app))
    # Rows that the code before knows nothing of must not stand in its way.
    for kind in ("overdue", "held"):
        Delivery.objects.create(kind=kind, recipient="desk@clinic.example", day="2026-11-23")
    Delivery.objects.create(kind="asked", recipient="nora@clinic.example")
    audit.record(AuditRecord.Act.OPENED, who="mona", reference=inquiry.reference)
    connection.close()
    call_command("migrate", app, names(app)[-2], verbosity=0)
    call_command("migrate", verbosity=0)
    after = old_fields_of(app, rows(app))
    assert {key: after.get(key) for key in before} == before
    assert Inquiry.objects.get().message == "kept"


@pytest.mark.django_db
@pytest.mark.parametrize("app", APPS)
def test_the_old_code_can_still_write_after_a_migration(app: str) -> None:
    """While a new version starts, the old one answers on the new tables for a moment."""
    problems = []
    for name in names(app)[1:]:
        steps = MigrationLoader(None).disk_migrations[app, name].operations
        new = {step.name_lower for step in steps if isinstance(step, migrations.CreateModel)}
        for step in steps:
            if not isinstance(step, migrations.AddField) or step.model_name_lower in new:
                continue
            if not may_be_left_out(step.field):
                problems.append(f"{app} {name}: {step.model_name}.{step.name}")
    assert problems == []


def may_be_left_out(field: Any) -> bool:
    """True if a row can be written by code that does not know this column."""
    has_default = field.db_default is not models.NOT_PROVIDED
    return field.null or has_default or field.many_to_many or getattr(field, "generated", False)
