"""Staff accounts and groups in the admin, in forms that everyone can use."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User


class StaffAdmin(UserAdmin):  # type: ignore[type-arg]
    """Accounts. Times are kept by the site, so nobody types them."""

    # Its two lists with buttons between them cannot be used by everyone.
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    list_display = ("username", "first_name", "last_name", "is_active", "is_superuser")
    show_facets = admin.ShowFacets.NEVER


class RoleAdmin(GroupAdmin):
    """Groups with what their members may do."""

    filter_horizontal = ()


def register() -> None:
    """In place of the stock ones, once those are there."""
    admin.site.unregister([User, Group])
    admin.site.register(User, StaffAdmin)
    admin.site.register(Group, RoleAdmin)
