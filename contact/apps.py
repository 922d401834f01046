"""Names the app for Django, and keeps the record of who read what."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_login_failed
from django.db.models.signals import post_migrate


class ContactConfig(AppConfig):
    name = "contact"

    def ready(self) -> None:
        from contact.keeping import audit

        post_migrate.connect(audit.install_triggers, sender=self, dispatch_uid="audit")
        user_login_failed.connect(audit.sign_in_failed, dispatch_uid="audit")
