"""Staff accounts and groups in the admin, in forms that everyone can use."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from clinic_site.credentials import names
from clinic_site.models import Passkey, PhoneCodes
from clinic_site.staff import new_clinicians, roles
from clinic_site.staff.door_audit import record_account
from pages.staff.lists import StaffList

#: Whoever could set these could give themselves every right.
_MIGHT = ("is_superuser", "user_permissions")
#: Not here: a password is its owner's alone, and whoever leaves hands on first.
_ELSEWHERE = ("password", "is_active", "is_staff")


class InTheAudit:
    """What is changed here stands in the audit too, where nobody can change it."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Who may approve medical words once the form is saved is told to the others."""
        form = super().changeform_view  # type: ignore[misc]
        if request.method != "POST":
            return form(request, object_id, form_url, extra_context)
        with new_clinicians.told(request.user):
            return form(request, object_id, form_url, extra_context)

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


class AccountForm(UserChangeForm):  # type: ignore[type-arg]
    """An account may get another name, but none that somebody has or had."""

    def clean_username(self) -> str:
        """Colleagues may have had it long ago: what they did stands in the audit under it."""
        name: str = self.cleaned_data["username"]
        if name != self.instance.username and names.is_used(name, self.instance):
            raise ValidationError(names.USED)
        return name


class StaffAdmin(InTheAudit, StaffList, UserAdmin):  # type: ignore[type-arg]
    """Accounts. Times are kept by the site, so nobody types them."""

    form = AccountForm
    # Its two lists with buttons between them cannot be used by everyone.
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "second_step")
    list_display = ("username", "first_name", "last_name", "is_active", "is_superuser")
    show_facets = admin.ShowFacets.NEVER

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """A manager gives roles, a superuser more than roles, and nobody gives to themselves."""
        hidden: tuple[str, ...] = () if _can_do_everything(request) else _MIGHT
        if obj is not None and obj.pk == request.user.pk:
            hidden = (*_MIGHT, "groups")
        hidden = (*hidden, *_ELSEWHERE)
        sets = [
            (name, options | {"fields": [one for one in options["fields"] if one not in hidden]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if obj is not None and roles.may_reset(request.user, obj):
            sets.insert(1, ("Second step", {"fields": ["second_step"]}))
        return sets

    def add_view(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Colleagues are invited: they choose name, password and second step themselves."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("admin:auth_user_invite")

    def user_change_password(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Nobody knows another's password; there is a link by mail for who forgot it."""
        raise PermissionDenied

    def has_delete_permission(self, _request: HttpRequest, _obj: User | None = None) -> bool:
        """Accounts are closed: what they did, and messages and drafts of theirs, need a name."""
        return False

    @admin.display(description="Signs in with")
    def second_step(self, obj: User) -> str:
        """What there is, and the way to a new one."""
        there = ["codes of a phone"] if PhoneCodes.objects.filter(user=obj, confirmed=True) else []
        there += ["a passkey"] if Passkey.objects.filter(user=obj) else []
        shown = " and ".join(there) or "nothing yet"
        paths = [reverse(f"admin:auth_user_{page}", args=[obj.pk]) for page in ("second", "unlock")]
        links = '{} · <a href="{}">A new second step</a> · <a href="{}">Unlock</a>'
        return format_html(links, shown, *paths)

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
