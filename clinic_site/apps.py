"""Names this app, and the staff site as Django's admin so that each app registers with it."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.backends.signals import connection_created
from django.db.models.signals import post_save, pre_save


class ClinicSiteConfig(AppConfig):
    name = "clinic_site"
    default = True

    def ready(self) -> None:
        from clinic_site.colleagues import letters
        from clinic_site.credentials import names
        from clinic_site.databases import at_rest
        from clinic_site.staff import door_audit, sign_in

        connection_created.connect(at_rest.make_private, dispatch_uid="at rest")
        user_logged_in.connect(sign_in.begin_session, dispatch_uid="sign_in")
        user_logged_in.connect(door_audit.signed_in, dispatch_uid="audit")
        user_login_failed.connect(door_audit.sign_in_failed, dispatch_uid="audit")
        users = settings.AUTH_USER_MODEL
        pre_save.connect(names.refuse_used, sender=users, dispatch_uid="names")
        post_save.connect(names.keep, sender=users, dispatch_uid="names")
        post_save.connect(sign_in.end_sessions_of_who_left, sender=users, dispatch_uid="sign_in")
        letters.register()


class StaffConfig(admin.AdminConfig):
    default_site = "clinic_site.admin.StaffSite"
    default = False

    def ready(self) -> None:
        super().ready()
        from clinic_site.staff.accounts import admin as accounts

        accounts.register()
