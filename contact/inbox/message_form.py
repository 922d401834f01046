"""What staff fill in on the page of a message: how far the reply is, who has it, and notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format

from contact.inbox.auditing import Act
from contact.inbox.rights import can_change, can_see
from contact.models import AuditRecord, Inquiry, Note, Status
from pages.staff.form import StaffForm


class SeenField(forms.IntegerField):
    """It tells which state was looked at, and changes nothing."""

    def has_changed(self, initial: int | None, data: str | None) -> bool:
        """A newer state than the one on the page is no change by this person."""
        return False


class InquiryForm(StaffForm):
    """Only the site holds a message; a person can only let it go."""

    is_for_visitors = False
    instance: Inquiry
    data: QueryDict
    #: The state of the message that this person looks at.
    seen = SeenField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        instance: Inquiry,
    ) -> None:
        super().__init__(data, files, instance=instance)
        self.initial["seen"] = instance.version
        status = self.fields.get("status")
        if isinstance(status, forms.ChoiceField) and instance.status != Status.HELD:
            status.choices = [choice for choice in Status.choices if choice[0] != Status.HELD]
        if "assigned_to" in self.fields:
            _only_choose(self.fields["assigned_to"].widget)

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite what a colleague did since this page was opened."""
        super().clean()
        now = Inquiry.objects.select_for_update().get(pk=self.instance.pk)
        if self.cleaned_data.get("seen") not in (None, now.version):
            # With the next press of the button this person knows.
            sent = self.data.copy()
            sent["seen"] = str(now.version)
            self.data = sent
            raise forms.ValidationError(_changed_meanwhile(now))
        return self.cleaned_data


def _only_choose(colleague: forms.Widget) -> None:
    """Without the buttons that would add, change or delete a colleague from here."""
    if isinstance(colleague, RelatedFieldWidgetWrapper):
        colleague.can_add_related = colleague.can_change_related = False
        colleague.can_delete_related = colleague.can_view_related = False


def _changed_meanwhile(now: Inquiry) -> str:
    last = AuditRecord.objects.filter(
        reference=now.reference, act__in=[Act.CHANGED, Act.REDACTED]
    ).first()
    who = f"{last.who} changed" if last else "Someone changed"
    return (
        f"{who} this message while you had it open. It is now “{now.get_status_display()}”, "
        f"with {now.assigned_to or 'no one'}. Nothing of yours is saved yet. What you typed is "
        "below: check it, then save again."
    )


class NoteInline(admin.StackedInline):  # type: ignore[type-arg]
    """Notes are added, never changed."""

    model = Note
    fields = ("text", "written")
    readonly_fields = ("written",)
    extra = 1
    can_delete = False
    verbose_name = "staff note"
    verbose_name_plural = "Staff notes"

    @admin.display(description="written")
    def written(self, note: Note) -> str:
        """By whom and when."""
        if note.pk is None:
            return "now, by you"
        when = date_format(timezone.localtime(note.written_at), "DATETIME_FORMAT")
        return f"{when}, by {note.author or 'someone who left'}"

    def has_change_permission(self, request: HttpRequest, obj: Inquiry | None = None) -> bool:
        """What was written stays: a later note may correct it."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Inquiry | None = None) -> bool:
        """Whoever may open the message reads its notes."""
        return can_see(request)

    def has_add_permission(self, request: HttpRequest, obj: Inquiry | None = None) -> bool:
        """Whoever may work on the message."""
        return can_change(request)
