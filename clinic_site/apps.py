"""Names this app, and the staff site as Django's admin so that each app registers with it."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class ClinicSiteConfig(AppConfig):
    name = "clinic_site"
    default = True


class StaffConfig(admin.AdminConfig):
    default_site = "clinic_site.admin.StaffSite"
    default = False

    def ready(self) -> None:
        super().ready()
        from clinic_site import accounts

        accounts.register()
