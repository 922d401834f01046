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

        registry.add_documents(Entry)
        registry.add_shown(Topic)

    def load_first_edition(self) -> int:
        """Add the topics and answers that are not there yet; how many answers."""
        from faq.models import Entry, Topic
        from pages.revisions import first_edition

        content = Path(self.path) / "content"
        topics = tomllib.loads((content / "topics.toml").read_text("utf-8"))
        for order, (slug, names) in enumerate(topics.items(), start=1):
            Topic.objects.get_or_create(slug=slug, defaults=names | {"order": order})
        by_slug = {topic.slug: topic for topic in Topic.objects.all()}
        return sum(
            first_edition.load_document(
                Entry, path, topic=by_slug[first_edition.read(path)[0]["topic"]]
            )
            for path in first_edition.files(content / "en")
        )
