"""Names the app for Django and keeps the database's triggers in place."""

from pathlib import Path

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from pages import registry


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from pages.models import Clinic, ClosedDay, MovedAddress, OpenHours, Page, Price, Source
        from pages.revisions import content_version, guards

        registry.add_documents(Page)
        registry.add_fact_uses(registry.FactUse("reply_days", "Home", "pages:home"))
        registry.add_shown(Clinic, ClosedDay, MovedAddress, OpenHours, Price, Source)
        # Django asks each app before and after it migrates all of them: once is enough.
        pre_migrate.connect(guards.drop_triggers, sender=self, dispatch_uid="words")
        post_migrate.connect(
            content_version.install_triggers, sender=self, dispatch_uid="content version"
        )
        post_migrate.connect(guards.install_triggers, sender=self, dispatch_uid="words")

    def load_first_edition(self) -> int:
        """Add sources, the clinic's row and the pages that are not there yet; how many pages."""
        from pages.clinic.models import Clinic
        from pages.models import Page
        from pages.revisions import first_edition

        content = Path(self.path) / "content"
        first_edition.load_sources(content / "sources.toml")
        Clinic.objects.get_or_create(pk=1)
        return sum(
            first_edition.load_document(Page, path, layout=first_edition.read(path)[0]["layout"])
            for path in first_edition.files(content / "en")
        )
