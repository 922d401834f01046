"""Names the app for Django and keeps the database's triggers in place."""

from pathlib import Path

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from pages import registry

#: Facts that the sheets of the treatment day show.
_ON_THE_DAY = (
    "phone",
    "night_phone",
    "address",
    "hours",
    "visit_length",
    "food_and_drink",
    "companion",
    "taxi",
    "medicines_rule",
    "driving",
)
_TEAM = registry.SharedPage(
    "pages:team", "People", "Who works here, their license, what they speak."
)
_FIND_US = registry.SharedPage(
    "pages:find_us", "Places", "Address, hours, closed days, the way in."
)
_PRICES = registry.SharedPage("pages:prices", "Prices", "What it costs, and which plans you take.")
_HOW_TO_START = registry.SharedPage(
    "pages:how_to_start", "How to start", "The steps, and who can come now."
)


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from pages.clinic import place
        from pages.finding.everything import everything
        from pages.models import (
            Clinic,
            FactInLanguage,
            MovedAddress,
            Page,
            Person,
            Picture,
            Place,
            PriceList,
            Source,
            StartGuide,
        )
        from pages.profile import facts
        from pages.revisions import content_version, guards, rule_guards

        registry.add_documents(Page)
        registry.add_documents_of_page(Person, _TEAM)
        registry.add_documents_of_page(Place, _FIND_US)
        registry.add_documents_of_page(PriceList, _PRICES)
        registry.add_documents_of_page(StartGuide, _HOW_TO_START, checked=True)
        _say_where_facts_stand()
        registry.add_findables(everything)
        registry.add_shown(Clinic, FactInLanguage, MovedAddress, Picture, Source)
        place.ask(facts.main_place, facts.prices)
        # Django asks each app before and after it migrates all of them: once is enough.
        pre_migrate.connect(guards.drop_triggers, sender=self, dispatch_uid="words")
        post_migrate.connect(
            content_version.install_triggers, sender=self, dispatch_uid="content version"
        )
        post_migrate.connect(guards.install_triggers, sender=self, dispatch_uid="words")
        pre_migrate.connect(rule_guards.drop_triggers, sender=self, dispatch_uid="rules")
        post_migrate.connect(rule_guards.install_triggers, sender=self, dispatch_uid="rules")

    def load_first_edition(self) -> int:
        """Add sources, the clinic's row and the pages that are not there yet; how many pages."""
        from pages.clinic.models import Clinic
        from pages.models import Page
        from pages.revisions.edition import first_edition, translated_edition

        content = Path(self.path) / "content"
        first_edition.load_sources(content / "sources.toml")
        Clinic.objects.get_or_create(pk=1)
        is_new = not Page.objects.exists()
        english = sum(
            first_edition.load_document(
                Page, path, publishes=is_new, layout=first_edition.read(path)[0]["layout"]
            )
            for path in first_edition.files(content / "en")
        )
        return english + translated_edition.load(Page, content)


def _say_where_facts_stand() -> None:
    """On which pages facts of the clinic are shown beyond the words there."""
    registry.add_fact_uses(
        registry.FactUse("reply_days", "Guides and answers", "pages:treatment"),
        registry.FactUse("fda_status", "Home", "pages:home"),
        registry.FactUse("usual_course", "Home", "pages:home"),
        registry.FactUse("address", "Find us", "pages:find_us"),
        registry.FactUse("hours", "Find us", "pages:find_us"),
        registry.FactUse("closed_days", "Find us", "pages:find_us"),
        registry.FactUse("directions", "Find us", "pages:find_us"),
        registry.FactUse("team", "Team", "pages:team"),
        registry.FactUse("prices", "Prices", "pages:prices"),
        registry.FactUse("prices", "What it may cost", "pages:what_it_may_cost"),
        registry.FactUse("phone", "What it may cost", "pages:what_it_may_cost"),
        *(
            registry.FactUse(fact, "My treatment day", "pages:treatment_day")
            for fact in _ON_THE_DAY
        ),
    )
