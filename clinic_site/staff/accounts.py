"""Staff accounts and groups in the admin, in forms that everyone can use."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from clinic_site.staff.door_audit import record_account
from pages.staff.lists import StaffList

#: Whoever could set these could give themselves every right.
_MIGHT = ("is_superuser", "user_permissions")


class InTheAudit:
    """What is changed here stands in the audit too, where nobody can change it."""

    def log_addition(self, request: HttpRequest, obj: User | Group, message: Any) -> Any:
        """It was added."""
        record_account(request.user, obj, "added")
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: User | Group, message: Any) -> Any:
        """It was changed, or got another password."""
        record_account(request.user, obj, "changed")
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request: HttpRequest, queryset: Iterable[User | Group]) -> Any:
        """Each of these is about to be deleted."""
        for one in queryset:
            record_account(request.user, one, "deleted")
        return super().log_deletions(request, queryset)  # type: ignore[misc]


class StaffAdmin(InTheAudit, StaffList, UserAdmin):  # type: ignore[type-arg]
    """Accounts. Times are kept by the site, so nobody types them."""

    # Its two lists with buttons between them cannot be used by everyone.
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    list_display = ("username", "first_name", "last_name", "is_active", "is_superuser")
    show_facets = admin.ShowFacets.NEVER

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """A manager gives roles, a superuser more than roles, and nobody gives to themselves."""
        hidden: tuple[str, ...] = () if _can_do_everything(request) else _MIGHT
        if obj is not None and obj.pk == request.user.pk:
            hidden = (*_MIGHT, "groups")
        return [
            (name, options | {"fields": [one for one in options["fields"] if one not in hidden]})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody changes the account of someone mightier, or its password."""
        is_mightier = getattr(obj, "is_superuser", False) and not _can_do_everything(request)
        return super().has_change_permission(request, obj) and not is_mightier


def _can_do_everything(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


class RoleAdmin(InTheAudit, StaffList, GroupAdmin):
    """Groups with what their members may do."""

    filter_horizontal = ()

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Nobody gives a right to a group they are in: it would be theirs."""
        is_own = obj is not None and obj in Group.objects.filter(user__id=request.user.pk or 0)
        return super().has_change_permission(request, obj) and not is_own


def register() -> None:
    """In place of the stock ones, once those are there."""
    admin.site.unregister([User, Group])
    admin.site.register(User, StaffAdmin)
    admin.site.register(Group, RoleAdmin)
