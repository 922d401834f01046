"""Staff accounts and groups in the admin, in forms that everyone can use."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clinic_site.staff import new_addresses, new_clinicians, sessions
from clinic_site.staff.accounts.form import AccountForm, RoleForm
from clinic_site.staff.door_audit import record_account
from pages.people import name_of
from pages.staff.lists import StaffList

_ABOUT = ["first_name", "last_name", "email", "username"]
#: Whoever could set these could give themselves every right.
_MIGHT = ["is_superuser", "user_permissions"]
_FOR_THE_OWNER = "For the owner: more than roles"
_NEW_ADDRESS = (
    "The new mail address is told to both mailboxes and to those who answer for the site. For three"
    " days no link for a new password goes there, unless a second manager confirms it."
)
_WAITS_FOR_A_YES = (
    "The right to approve medical words begins when a clinician says yes; where there is none, a"
    " second manager. They get mail, and Today asks them."
)


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


class AccountAdmin(InTheAudit, StaffList, UserAdmin):  # type: ignore[type-arg]
    """The form of one account; the list of all is Colleagues."""

    form = AccountForm
    change_form_template = "admin/colleagues/account.html"
    filter_horizontal = ()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one list of who works here."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("admin:colleagues")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """A manager gives roles, an owner more than roles, and nobody gives to themselves."""
        is_own = obj is not None and obj.pk == request.user.pk
        sets: list[tuple[str | None, Any]] = [(None, {"fields": _ABOUT})]
        if not is_own:
            sets.append((None, {"fields": ["groups"]}))
        if _can_do_everything(request) and not is_own:
            sets.append((_FOR_THE_OWNER, {"fields": _MIGHT, "classes": ["collapse"]}))
        return sets

    def save_model(self, request: HttpRequest, obj: User, form: AccountForm, change: bool) -> None:
        """Who read mail at the address of before hears of it."""
        before = User.objects.filter(pk=obj.pk).values_list("email", flat=True).first() or ""
        super().save_model(request, obj, form, change)
        if new_addresses.note(obj, before, sessions.me(request)):
            messages.warning(request, _NEW_ADDRESS)

    def save_related(
        self, request: HttpRequest, form: AccountForm, formsets: Any, change: bool
    ) -> None:
        """The roles, but for one to approve, for which somebody else has to say yes."""
        if "groups" in form.cleaned_data:
            user, wanted = form.instance, list(form.cleaned_data["groups"])
            given = new_clinicians.roles_to_give(user, wanted, sessions.me(request))
            form.cleaned_data["groups"] = given
            if set(wanted) - set(given):
                messages.warning(request, _WAITS_FOR_A_YES)
        super().save_related(request, form, formsets, change)

    def response_change(self, request: HttpRequest, obj: User) -> HttpResponse:
        """Back to the page of this colleague."""
        messages.success(request, f"Saved what you changed of {name_of(obj)}.")
        return redirect("admin:colleague", obj.pk)

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

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody changes the account of someone mightier, or its password."""
        is_mightier = getattr(obj, "is_superuser", False) and not _can_do_everything(request)
        return super().has_change_permission(request, obj) and not is_mightier


def _can_do_everything(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


class RoleAdmin(InTheAudit, StaffList, GroupAdmin):
    """Groups with what their members may do."""

    form = RoleForm
    filter_horizontal = ()

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Nobody gives a right to a group they are in: it would be theirs."""
        is_own = obj is not None and obj in Group.objects.filter(user__id=request.user.pk or 0)
        return super().has_change_permission(request, obj) and not is_own


def register() -> None:
    """In place of the stock ones, once those are there."""
    admin.site.unregister([User, Group])
    admin.site.register(User, AccountAdmin)
    admin.site.register(Group, RoleAdmin)
