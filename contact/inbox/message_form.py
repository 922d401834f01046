"""What staff fill in on the page of a message: a note, how far the reply is, and who has it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from contact.inbox.auditing import Act
from contact.inbox.message import crisis, one_press
from contact.inbox.message.colleagues import (
    NOBODY,
    ColleagueField,
    entries,
    who_may_have,
    with_words,
)
from contact.models import AuditRecord, Inquiry, Outcome, Status
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

    class Meta:
        # A colleague is chosen by name.
        field_classes: ClassVar = {"assigned_to": ColleagueField}

    #: The state of the message that this person looks at.
    seen = SeenField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="Only colleagues read it. It stays as it is; a later note may correct it.",
    )

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
        if "outcome" in self.fields:
            _ask_what_happened(self.fields["outcome"])
        colleague = self.fields.get("assigned_to")
        if isinstance(colleague, forms.ModelChoiceField):
            colleague.queryset = who_may_have(instance.assigned_to_id)
            colleague.empty_label = NOBODY
            _only_choose(colleague.widget)

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
        self._note_press()
        self._close()
        for field, words in crisis.missing_to_close(now, self.cleaned_data).items():
            self.add_error(field, words)
        return self.cleaned_data

    def _note_press(self) -> None:
        """What a button stands for, before what was typed with it."""
        press = one_press.pressed(self.instance, self.data)
        if press:
            typed = self.cleaned_data.get("note", "")
            self.cleaned_data["note"] = f"{press.noted}. {typed}".strip()
            self.cleaned_data["status"] = one_press.status_after(press, self.instance)

    def _close(self) -> None:
        """What happened closes it, unless another status was chosen at the same time."""
        chosen, was = self.cleaned_data, self.instance
        if crisis.is_new(chosen.get("outcome"), was) and chosen.get("status") == was.status:
            chosen["status"] = Status.DONE


def _ask_what_happened(outcome: forms.Field) -> None:
    if isinstance(outcome, forms.TypedChoiceField):
        outcome.choices = [("", "Not closed"), *Outcome.choices]
    outcome.help_text = "This closes it. Also say who took it, and in the note what happened."


def _only_choose(colleague: forms.Widget) -> None:
    """Without the buttons that would add, change or delete a colleague from here."""
    if isinstance(colleague, RelatedFieldWidgetWrapper):
        colleague.can_add_related = colleague.can_change_related = False
        colleague.can_delete_related = colleague.can_view_related = False


def _changed_meanwhile(now: Inquiry) -> str:
    last = AuditRecord.objects.filter(reference=now.reference, act__in=[Act.CHANGED, Act.REDACTED])[
        :1
    ]
    who = next((entry.who for entry in entries(last)), "Someone")
    return (
        f"{who} changed this message while you had it open. It is now “{now.get_status_display()}”,"
        f" {with_words(now.assigned_to)}. Nothing of yours is saved yet. What you typed is "
        "below: check it, then save again."
    )
