"""Django's own command, of which each migration is kept with the note that it ran, or not at all.

Django writes that note a moment after the tables are there. A process that ends between the two
leaves a database that no later start can migrate: "table already exists".
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class WholeExecutor(MigrationExecutor):
    """Applies a migration and notes that in one transaction, and takes it back likewise."""

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,
        fake_initial: bool = False,
    ) -> ProjectState:
        """Forward."""
        with self._whole(migration):
            return super().apply_migration(state, migration, fake, fake_initial)

    def unapply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False
    ) -> ProjectState:
        """Back."""
        with self._whole(migration):
            return super().unapply_migration(state, migration, fake)

    @contextmanager
    def _whole(self, migration: Migration) -> Iterator[None]:
        if not migration.atomic:
            yield
            return
        # SQLite makes its tables anew, which only works while they may point nowhere; that can
        # be said outside a transaction alone.
        with (
            self.connection.constraint_checks_disabled(),
            transaction.atomic(self.connection.alias),
        ):
            yield


class Command(migrate.Command):
    """Django's, with the executor above."""

    def handle(self, *args: Any, **options: Any) -> None:
        """As ``django-admin help migrate`` says."""
        # Django's command looks it up by this name.
        migrate.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]
        super().handle(*args, **options)
