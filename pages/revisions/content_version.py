"""One number for everything visitors can read, raised by the database itself.

Triggers, because a bulk update or a change by hand in the database sends no signal to Django.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections, models
from django.db.models import Q

from pages import registry
from pages.revisions import triggers
from pages.revisions.document import document_models
from pages.version import READ, current

__all__ = ["READ", "ContentVersion", "current", "install_triggers"]

_EVENTS = ("INSERT", "UPDATE", "DELETE")
_RAISE = "UPDATE pages_contentversion SET number = number + 1 WHERE id = 1"


class ContentVersion(models.Model):
    """One number that database triggers raise with every change visitors could see."""

    number = models.BigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_content_version")]

    def __str__(self) -> str:
        return str(self.number)


def install_triggers(using: str = "default", **_kwargs: Any) -> None:
    """Put the triggers on every table visitors see; run after each migrate, which may drop them."""
    there = triggers.tables(using)
    with connections[using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO pages_contentversion (id, number) VALUES (1, 1) ON CONFLICT DO NOTHING"
        )
    triggers.install([_on(table) for table in _tables() if table in there], using)


def _on(table: str) -> triggers.Trigger:
    return triggers.Trigger(
        "raise_content_version", table, _EVENTS, statement=_RAISE, is_on_many_tables=True
    )


def _tables() -> Iterator[str]:
    """Tables of everything that is shown to visitors, and of its many-to-many fields."""
    for model in _models():
        yield model._meta.db_table
        yield from (field.m2m_db_table() for field in model._meta.many_to_many)


def _models() -> Iterator[type[models.Model]]:
    yield from registry.shown_beside
    for kind in document_models():
        yield from (kind, kind.revision_model())
