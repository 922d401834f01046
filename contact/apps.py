"""Names the app for Django, tells the ground of it, and keeps the record of who read what."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from pages import registry


class ContactConfig(AppConfig):
    name = "contact"

    def ready(self) -> None:
        from contact.keeping import audit
        from contact.outbox.turns import queue_turns
        from pages import scenes

        registry.add_writing_view("contact:write")
        registry.add_teller(queue_turns)
        registry.add_fact_uses(
            registry.FactUse("phone", "Contact", "contact:write"),
            registry.FactUse("address", "Contact", "contact:write"),
            registry.FactUse("hours", "Contact", "contact:write"),
            registry.FactUse("closed_days", "Contact and when we reply", "contact:write"),
            registry.FactUse("reply_days", "Contact and when we reply", "contact:write"),
            registry.FactUse("first_talk_cost", "The thanks for a message", "contact:write"),
        )
        scenes.register({"contact": scenes.LETTERBOX, "contact/thanks": scenes.TABLE})
        post_migrate.connect(audit.install_triggers, sender=self, dispatch_uid="audit")
