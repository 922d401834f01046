"""Names the app for Django, tells the ground of it, and loads its first edition."""

import tomllib
from pathlib import Path

from django.apps import AppConfig

from pages import registry


class FaqConfig(AppConfig):
    name = "faq"
    verbose_name = "Questions"

    def ready(self) -> None:
        from faq.models import Entry, Topic
        from pages import scenes

        registry.add_documents(Entry)
        registry.add_shown(Topic)
        scenes.register(
            {
                "questions": scenes.SOFA,
                "questions/sessions": scenes.CHAIR,
                "questions/preparation": scenes.CHAIR,
                "questions/results": scenes.BOARD,
                "questions/safety": scenes.WINDOW,
                "questions/safety/i-am-in-crisis": scenes.NIGHT,
                "questions/cost": scenes.TABLE,
                "questions/transport": scenes.CAR,
                "questions/privacy": scenes.PAPERS,
                "questions/medicines": scenes.CLIPBOARD,
                "questions/daily-life": scenes.DESK,
                "questions/access": scenes.DOORWAY,
            }
        )

    def load_first_edition(self) -> int:
        """Add the topics and answers that are not there yet; how many answers."""
        from faq.models import Entry, Topic
        from pages.revisions.edition import first_edition, translated_edition

        content = Path(self.path) / "content"
        topics = tomllib.loads((content / "topics.toml").read_text("utf-8"))
        for order, (slug, names) in enumerate(topics.items(), start=1):
            Topic.objects.get_or_create(slug=slug, defaults=names | {"order": order})
        is_new = not Entry.objects.exists()
        by_slug = {topic.slug: topic for topic in Topic.objects.all()}
        english = sum(
            first_edition.load_document(
                Entry,
                path,
                publishes=is_new,
                topic=by_slug[first_edition.read(path)[0]["topic"]],
            )
            for path in first_edition.files(content / "en")
        )
        return english + translated_edition.load(Entry, content)
