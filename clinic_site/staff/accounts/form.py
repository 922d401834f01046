"""The form of an account: names, mail address, and the roles with what each may do."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.html import format_html

from clinic_site.credentials import mailboxes, names
from clinic_site.staff import new_clinicians
from clinic_site.staff.roles import ROLES, in_words
from pages.people import APPROVE

_LABELS = {
    "first_name": "First name",
    "last_name": "Last name",
    "email": "Mail address",
    "username": "Name to sign in with",
    "groups": "What may this colleague do?",
    "is_superuser": "May do everything, but approve medical words",
    "user_permissions": "Single rights beside the roles",
}
_HELP = {
    "email": (
        "Another address is told to the old and the new mailbox. For three days no link for a new"
        " password goes there, unless a second manager confirms it."
    ),
    "username": "Letters, numbers and . - _ only. Capital letters do not matter.",
    "groups": "",
    "is_superuser": "Give this to nobody but the owner of the site.",
    "user_permissions": "Roles are enough for nearly everyone.",
}


class RoleChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Each role with the words of the invitation; one that a clinic made has its name alone."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Group) -> str:
        """The name, and what its members may do."""
        words = in_words().get(obj.name)
        label = format_html('<b>{}</b> <span class="help">{}</span>', obj.name, words or "")
        return label if words else obj.name


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """An account may get another name, but none that somebody has or had."""

    groups = RoleChoices(Group.objects.order_by("name"), required=False)

    class Meta:
        model = User
        fields = tuple(_LABELS)
        labels = _LABELS
        help_texts = _HELP
        widgets: ClassVar = {"user_permissions": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """With the role that is waited for ticked: to untick it takes the asking back."""
        super().__init__(*args, **kwargs)
        if "groups" not in self.initial:
            # The page leaves it out: it asks for no role, whatever is sent.
            del self.fields["groups"]
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.help_text = _HELP.get(name, field.help_text)
        if "user_permissions" in self.fields:
            _leave_approving_out(self.fields["user_permissions"], self.instance.user_permissions)
        self._tick_what_waits()

    def _tick_what_waits(self) -> None:
        asked = new_clinicians.role_waited_for(self.instance)
        if asked is None or "groups" not in self.fields:
            return
        self.fields["groups"].help_text = f"{asked.role} waits for a yes, and does not count yet."
        now = [one for one in self.initial["groups"] if not new_clinicians.stands_in(asked, one)]
        self.initial["groups"] = [*now, asked.role]

    def clean_username(self) -> str:
        """Colleagues may have had it long ago: what they did stands in the audit under it."""
        name: str = self.cleaned_data["username"]
        if name != self.instance.username and names.is_used(name, self.instance):
            raise ValidationError(names.USED)
        return name

    def clean_email(self) -> str:
        """Nobody has two accounts under one address: a mailed link would not know which."""
        email: str = self.cleaned_data["email"]
        is_new = email and "email" in self.changed_data
        if is_new and mailboxes.is_taken(email, self.instance):
            raise ValidationError(mailboxes.TAKEN)
        return email


class RoleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A role gets every right here but the one to approve, which is given to people."""

    class Meta:
        model = Group
        fields = ("name", "permissions")
        widgets: ClassVar = {"permissions": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Without the right that goes round the second person."""
        super().__init__(*args, **kwargs)
        if "permissions" in self.fields:
            has = self.instance.permissions if self.instance.pk else Permission.objects.none()
            _leave_approving_out(self.fields["permissions"], has)

    def clean_name(self) -> str:
        """No other group is called like a role of ours, which gets its rights by its name."""
        name: str = self.cleaned_data["name"]
        if name != self.instance.name and name in ROLES:
            raise ValidationError("This is the name of a role of the site. Choose another one.")
        return name


def _leave_approving_out(field: Any, has: Any) -> None:
    """Whoever may approve medical words was confirmed by a second person; what is there stays."""
    is_there = Q(pk__in=has.filter(codename=APPROVE).values("pk"))
    field.queryset = field.queryset.filter(~Q(codename=APPROVE) | is_there)
