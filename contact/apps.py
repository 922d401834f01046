"""Names the app for Django."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "contact"
