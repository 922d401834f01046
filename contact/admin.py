"""The inbox: what came in, by when to reply and how, and what became of the mails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from contact.inbox import figures
from contact.inbox import records as _lists  # noqa: F401 (registers its lists)
from contact.inbox.chart import chart
from contact.inbox.export import spreadsheet
from contact.inbox.long_lists import MOST_LISTED, FirstThousand
from contact.intake.receiving import queue_mails, release
from contact.keeping import audit
from contact.keeping.redacting import PARTS, redact
from contact.keeping.retention import clean_the_log_once
from contact.models import (
    About,
    AuditRecord,
    Delivery,
    Inquiry,
    Note,
    Place,
    Purge,
    ReplyBy,
    Status,
    Time,
)
from contact.promise import due_shortly
from pages.phone import dialable

#: Who it is about, as staff say it.
_ABOUT = {
    About.ME: "Themselves",
    About.OTHER: "Someone they care about",
    About.PATIENT: "Their patient",
}
_MOST_FOUND = 100
_MOST_RECORDS = 200
_LAST_OPENED = 5
#: Someone who opened a message so lately may be replying to it.
_AT_WORK = timedelta(minutes=15)
_NOTHING = "\u2013"


class StatusFilter(admin.ChoicesFieldListFilter):
    """How far the reply is."""

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """What is done stands last, which the database cannot know: else it begins at the top."""
        chosen: Any = super().queryset(request, queryset)
        done = Status.DONE in (self.lookup_val or [])
        return chosen.filter(place=Place.DONE) if done else chosen  # type: ignore[no-any-return]


class WithFilter(admin.SimpleListFilter):
    """Who has the message. Names of colleagues are not listed: there may be many."""

    title = "who has it"
    parameter_name = "with"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [("me", "Me"), ("nobody", "Nobody yet")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """The rows of the choice."""
        match self.value():
            case "me":
                return queryset.filter(assigned_to=request.user.pk)
            case "nobody":
                return queryset.filter(assigned_to=None)
            case _:
                return queryset


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

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what was written stays."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may open the message reads its notes."""
        return request.user.has_perm("contact.view_inquiry") or request.user.has_perm(
            "contact.change_inquiry"
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may work on the message."""
        return request.user.has_perm("contact.change_inquiry")


class SeenField(forms.IntegerField):
    """It tells which state was looked at, and changes nothing."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Never."""
        return False


class InquiryForm(forms.ModelForm):  # type: ignore[type-arg]
    """Only the site holds a message; a person can only let it go."""

    #: The state of the message that this person looks at.
    seen = SeenField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.version
        status = self.fields.get("status")
        if isinstance(status, forms.ChoiceField) and self.instance.status != Status.HELD:
            status.choices = [choice for choice in Status.choices if choice[0] != Status.HELD]
        if "assigned_to" in self.fields:
            # Without the buttons that would add, change or delete a colleague from here.
            colleague: Any = self.fields["assigned_to"].widget
            colleague.can_add_related = colleague.can_change_related = False
            colleague.can_delete_related = colleague.can_view_related = False

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite what a colleague did since this page was opened."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        now = Inquiry.objects.select_for_update().get(pk=self.instance.pk)
        if cleaned.get("seen") not in (None, now.version):
            # With the next press of the button this person knows.
            sent: Any = self.data
            sent = sent.copy()
            sent["seen"] = str(now.version)
            self.data = sent
            raise forms.ValidationError(_changed_meanwhile(now))
        return cleaned


def _changed_meanwhile(now: Inquiry) -> str:
    last = AuditRecord.objects.filter(
        reference=now.reference, act__in=[AuditRecord.Act.CHANGED, AuditRecord.Act.REDACTED]
    ).first()
    who = f"{last.who} changed" if last else "Someone changed"
    return (
        f"{who} this message while you had it open. It is now “{now.get_status_display()}”, "
        f"with {now.assigned_to or 'no one'}. Nothing of yours is saved yet. What you typed is "
        "below: check it, then save again."
    )


@admin.register(Inquiry)
class InquiryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The inbox and one message. What a patient wrote is in no address, title or log."""

    form = InquiryForm
    list_display = ("who", "state", "due", "reply_by", "about_whom", "language", "assigned_to")
    list_display_links = ("who",)
    list_filter = (("status", StatusFilter), WithFilter, "reply_by", "language")
    list_select_related = ("assigned_to",)
    list_per_page = 50
    ordering = ("place", "due_at", "pk")
    sortable_by = ()
    view_on_site = False
    show_full_result_count = False
    paginator = FirstThousand
    object_history_template = "admin/contact/inquiry/history.html"
    show_facets = admin.ShowFacets.NEVER
    actions = ("assign_to_me", "wait_for_them", "mark_done", "release_held", "export")
    inlines = (NoteInline,)
    fieldsets = (
        ("What they asked", {"fields": ("question", "about_whom", "received")}),
        ("Our reply", {"fields": (("status", "assigned_to"), "seen")}),
        (
            "How to reach them",
            {
                "fields": (
                    *(
                        "their_name",
                        "reply_by",
                        "their_phone",
                        "may_leave_voicemail",
                        "their_email",
                    ),
                    *("best_times", "language"),
                )
            },
        ),
        ("Mail about this message", {"fields": ("mails",)}),
    )
    readonly_fields = (
        *("question", "about_whom", "received", "their_name", "reply_by", "their_phone"),
        *("may_leave_voicemail", "their_email", "best_times", "language", "mails"),
    )

    class Media:
        css = {"all": ["staff/inbox.css"]}

    # What may be done

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Messages come from the form only."""
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing is deleted in bulk; the purge does that when it is time."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_urls(self) -> list[URLPattern]:
        """With the search, which is a POST so that no address or log holds what was typed."""
        own = [
            ("find/", self.find, "find"),
            ("figures/", self.figures, "figures"),
            ("<int:number>/redact/", self.redact, "redact"),
        ]
        guard: Any = self.admin_site.admin_view
        views = [
            path(route, guard(view), name=f"contact_inquiry_{name}") for route, view, name in own
        ]
        return [*views, *super().get_urls()]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Taking messages out as a file has a right of its own."""
        return request.user.has_perm("contact.export_inquiry")

    def has_redact_permission(self, request: HttpRequest) -> bool:
        """So has removing what a person wrote."""
        return request.user.has_perm("contact.redact_inquiry")

    # The list

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The inbox."""
        extra = {
            "title": "Inbox",
            "most_listed": MOST_LISTED,
            "last_purge": Purge.objects.first(),
            "kept_days": settings.INQUIRY_RETENTION_DAYS,
        }
        return super().changelist_view(request, extra | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Inquiry]:
        """With a mark where the same person wrote more than once."""
        return super().get_queryset(request).with_others()  # type: ignore[attr-defined,no-any-return]

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet[Inquiry], *args: Any
    ) -> HttpResponse | None:
        """Do it, unless it would be done to more than are listed."""
        across = request.POST.get("select_across") == "1"
        if across and FirstThousand(queryset, self.list_per_page).count >= MOST_LISTED:
            words = "Those are too many at once. Narrow the list first."
            self.message_user(request, words, messages.WARNING)
            return None
        return super().response_action(request, queryset)

    def find(self, request: HttpRequest) -> HttpResponse:
        """Open the message with this reference, email address or phone number."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        inbox = reverse("admin:contact_inquiry_changelist")
        if request.method != "POST":
            return HttpResponseRedirect(inbox)
        numbers = Inquiry.objects.matching(request.POST.get("words", ""), _MOST_FOUND)
        if not numbers:
            self.message_user(request, "No message fits that exactly.", messages.WARNING)
            return HttpResponseRedirect(inbox)
        if len(numbers) == 1:
            return HttpResponseRedirect(reverse("admin:contact_inquiry_change", args=numbers))
        return HttpResponseRedirect(f"{inbox}?id__in={','.join(map(str, numbers))}")

    @admin.display(description="Inquiry")
    def who(self, inquiry: Inquiry) -> SafeString:
        """Name and reference; a mark if the person may be in crisis, or wrote before."""
        mark = SafeString('<b class="urgent">Crisis</b> ' if inquiry.crisis else "")
        again = ", wrote more than once" if getattr(inquiry, "has_others", False) else ""
        return format_html(
            '{}<bdi class="who">{}</bdi> <span class="quiet">{}{}</span>',
            *(mark, inquiry.name, inquiry.reference, again),
        )

    @admin.display(description="Status")
    def state(self, inquiry: Inquiry) -> SafeString:
        """A dot and always the word with it."""
        return format_html(
            '<span class="state state-{}">{}</span>', inquiry.status, inquiry.get_status_display()
        )

    @admin.display(description="Reply due")
    def due(self, inquiry: Inquiry) -> SafeString:
        """When, as short as can be."""
        if inquiry.status in (Status.DONE, Status.HELD):
            return SafeString(_NOTHING)
        late = SafeString('<b class="late">Overdue</b> ' if inquiry.is_overdue else "")
        return format_html("{}{}", late, due_shortly(inquiry.due_at))

    @admin.display(description="About")
    def about_whom(self, inquiry: Inquiry) -> str:
        """Who the question is about, in the words of staff."""
        return _ABOUT[About(inquiry.about)] if inquiry.about else _NOTHING

    @admin.action(description="Assign to me", permissions=["change"])
    def assign_to_me(self, request: HttpRequest, chosen: models.QuerySet[Inquiry]) -> None:
        """I take these."""
        self._change_each(request, chosen, f"with {request.user}", assigned_to=request.user)

    @admin.action(description="Waiting for them", permissions=["change"])
    def wait_for_them(self, request: HttpRequest, chosen: models.QuerySet[Inquiry]) -> None:
        """We replied and wait for an answer."""
        self._move(request, chosen.exclude(status=Status.HELD), Status.WAITING)

    @admin.action(description="Done", permissions=["change"])
    def mark_done(self, request: HttpRequest, chosen: models.QuerySet[Inquiry]) -> None:
        """Nothing more to do."""
        self._move(request, chosen, Status.DONE)

    @admin.action(description="Release what was held", permissions=["change"])
    @transaction.atomic
    def release_held(self, request: HttpRequest, chosen: models.QuerySet[Inquiry]) -> None:
        """They are real messages."""
        for inquiry in chosen.filter(status=Status.HELD):
            release(inquiry)
            _audit(request, AuditRecord.Act.CHANGED, inquiry, "released")

    @admin.action(description="Export as a file", permissions=["export"])
    @transaction.atomic
    def export(self, request: HttpRequest, chosen: models.QuerySet[Inquiry]) -> HttpResponse:
        """The messages for a spreadsheet, each recorded as taken out."""
        inquiries = list(chosen)
        audit.record_each(
            AuditRecord.Act.EXPORTED,
            who=request.user.get_username(),
            references=[inquiry.reference for inquiry in inquiries],
        )
        name = f"inquiries-{timezone.localdate():%Y-%m-%d}.csv"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        }
        return HttpResponse(
            spreadsheet(inquiries), content_type="text/csv; charset=utf-8", headers=headers
        )

    def _move(self, request: HttpRequest, chosen: models.QuerySet[Inquiry], status: Status) -> None:
        self._change_each(
            request, chosen.exclude(status=status), f"status {status.label.lower()}", status=status
        )

    @transaction.atomic
    def _change_each(
        self, request: HttpRequest, chosen: models.QuerySet[Inquiry], detail: str, **values: Any
    ) -> None:
        for inquiry in chosen:
            before = inquiry.status
            for name, value in values.items():
                setattr(inquiry, name, value)
            inquiry.moved_from(before)
            inquiry.version += 1
            inquiry.save(update_fields=[*values, "closed_at", "replied_at", "version"])
            _audit(request, AuditRecord.Act.CHANGED, inquiry, detail)

    # The figures

    def figures(self, request: HttpRequest) -> HttpResponse:
        """How fast we reply, week by week."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        weeks = figures.weeks(timezone.now())
        context = self.admin_site.each_context(request) | {
            "title": "How fast we reply",
            "opts": self.opts,
            "media": self.media,
            "weeks": weeks,
            "whole": figures.in_all(weeks),
            "chart": chart(weeks),
        }
        return render(request, "admin/contact/inquiry/figures.html", context)

    # One message

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One message. The title is its reference: browsers keep titles.

        That it was opened is recorded before it is shown.
        """
        inquiry = self.get_object(request, object_id)
        extra: dict[str, Any] = {"title": str(inquiry), "subtitle": None}
        if inquiry and self.has_view_or_change_permission(request, inquiry):
            extra |= _how_to_reach(inquiry) | _who_else(request, inquiry)
            extra["may_redact"] = self.has_redact_permission(request)
            if request.method != "POST":
                _audit(request, AuditRecord.Act.OPENED, inquiry)
        page = super().change_view(request, object_id, form_url, extra | (extra_context or {}))
        if inquiry and request.method == "POST" and page.status_code == 200:
            # It comes back with a question, and with all that the person wrote.
            _audit(request, AuditRecord.Act.OPENED, inquiry)
        return page

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Inquiry, form: Any, change: bool) -> None:
        """Store it; if it was held and is open now, the mails go out."""
        before = form.initial.get("status")
        obj.moved_from(before)
        obj.version += 1
        super().save_model(request, obj, form, change)
        if before == Status.HELD and obj.status in (Status.NEW, Status.WAITING):
            queue_mails(obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A note is signed by whoever writes it."""
        for note in formset.save(commit=False):
            note.author = request.user
            note.save()
        formset.save_m2m()

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Once more in the audit: what was changed, without a word of it."""
        _audit(request, AuditRecord.Act.CHANGED, obj, _what_changed(request, obj, message))
        return super().log_change(request, obj, message)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Notes and mails go with their message, though nobody deletes them alone."""
        shown, counts, _missing_rights, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(), protected

    def delete_model(self, request: HttpRequest, obj: Inquiry) -> None:
        """Delete it, and record that and by whom."""
        with transaction.atomic():
            _audit(request, AuditRecord.Act.DELETED, obj)
            super().delete_model(request, obj)
            transaction.on_commit(clean_the_log_once)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Who opened and changed the message, from the audit."""
        inquiry = self.get_object(request, object_id)
        reference = inquiry.reference if inquiry else ""
        records = AuditRecord.objects.filter(reference=reference)[:_MOST_RECORDS]
        return super().history_view(request, object_id, {"records": records})

    def response_change(self, request: HttpRequest, obj: Inquiry) -> HttpResponse:
        """After the two buttons that do more than save."""
        if "_release" in request.POST:
            release(obj)
            self.message_user(request, f"{obj} is released. The team gets its mail.")
            return HttpResponseRedirect(request.path)
        if "_resend" in request.POST:
            again = obj.deliveries.all().try_again()
            self.message_user(request, f"{again} to be sent again.")
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    def redact(self, request: HttpRequest, number: int) -> HttpResponse:
        """Choose what to remove, then remove it for good."""
        inquiry = get_object_or_404(Inquiry, pk=number)
        if not self.has_redact_permission(request):
            raise PermissionDenied
        parts = [part for part in PARTS if part in request.POST.getlist("parts")]
        if request.method == "POST" and parts:
            redact(inquiry, parts, who=request.user.get_username())
            self.message_user(request, f"Removed for good from {inquiry}.")
            return HttpResponseRedirect(inquiry.get_absolute_url())
        context = self.admin_site.each_context(request) | {
            "title": f"Remove words from {inquiry}",
            "opts": self.opts,
            "media": self.media,
            "original": inquiry,
            "parts": PARTS,
            "nothing_chosen": request.method == "POST",
        }
        return render(request, "admin/contact/inquiry/redact.html", context)

    @admin.display(description="Their question")
    def question(self, inquiry: Inquiry) -> SafeString:
        """Their words as they typed them."""
        return _theirs(inquiry.message) if inquiry.message else SafeString("They asked nothing yet")

    @admin.display(description="Received")
    def received(self, inquiry: Inquiry) -> str:
        """When it came in."""
        return date_format(timezone.localtime(inquiry.received_at), "DATETIME_FORMAT")

    @admin.display(description="Name")
    def their_name(self, inquiry: Inquiry) -> SafeString:
        """As they typed it."""
        return _theirs(inquiry.name)

    @admin.display(description="Phone")
    def their_phone(self, inquiry: Inquiry) -> SafeString:
        """As they typed it."""
        return _theirs(inquiry.phone)

    @admin.display(description="May leave a voicemail")
    def may_leave_voicemail(self, inquiry: Inquiry) -> str:
        """In a word, because a sign alone is missed."""
        return "Yes" if inquiry.voicemail else "No"

    @admin.display(description="Email")
    def their_email(self, inquiry: Inquiry) -> SafeString:
        """As they typed it."""
        return _theirs(inquiry.email)

    @admin.display(description="Best time")
    def best_times(self, inquiry: Inquiry) -> str:
        """When they are best reached."""
        return _times(inquiry)

    @admin.display(description="Mails")
    def mails(self, inquiry: Inquiry) -> SafeString:
        """What became of each."""
        lines = format_html_join("", "<li>{}</li>", ((_told(d),) for d in inquiry.deliveries.all()))
        return format_html('<ul class="mails">{}</ul>', lines) if lines else SafeString("None")


def _audit(request: HttpRequest, act: AuditRecord.Act, inquiry: Inquiry, detail: str = "") -> None:
    who = request.user.get_username()
    audit.record(act, who=who, reference=inquiry.reference, detail=detail)


def _what_changed(request: HttpRequest, inquiry: Inquiry, message: Any) -> str:
    """Which things, and the new status: nothing a patient or colleague typed."""
    done = [
        word
        for button, word in (("_release", "released"), ("_resend", "mail sent again"))
        if button in request.POST
    ]
    for step in message if isinstance(message, list) else []:
        if fields := step.get("changed", {}).get("fields"):
            done += [str(field).lower() for field in fields]
        if "added" in step:
            done.append("note added")
    return f"{', '.join(done) or 'nothing'}; now {inquiry.get_status_display().lower()}"


def _who_else(request: HttpRequest, inquiry: Inquiry) -> dict[str, Any]:
    """Colleagues who opened it, someone who has it open now, and what the same person sent."""
    opened = AuditRecord.objects.filter(
        reference=inquiry.reference, act=AuditRecord.Act.OPENED
    ).exclude(who=request.user.get_username())
    now = timezone.now()
    return {
        "opened": opened[:_LAST_OPENED],
        "at_work": opened.filter(at__gt=now - _AT_WORK, at__lte=now).first(),
        "same_person": Inquiry.objects.of_the_same_person(inquiry),
    }


def _theirs(words: str) -> SafeString:
    """What a visitor typed, kept from turning the line around or growing over it."""
    return format_html('<bdi class="theirs">{}</bdi>', words or _NOTHING)


def _times(inquiry: Inquiry) -> str:
    return ", ".join(Time(time).label for time in inquiry.times) or _NOTHING


def _told(delivery: Delivery) -> str:
    whose = delivery.whose
    if delivery.sent_at:
        when = date_format(timezone.localtime(delivery.sent_at), "DATETIME_FORMAT")
        return f"{whose}: sent {when}"
    trouble = f" ({delivery.attempts} tries, {delivery.last_error})" if delivery.last_error else ""
    return f"{whose}: {delivery.get_state_display().lower()}{trouble}"


def _how_to_reach(inquiry: Inquiry | None) -> dict[str, Any]:
    """For the box at the top: the verb, what to click, and whether a mail failed."""
    if inquiry is None:
        return {}
    number = dialable(inquiry.phone)
    verb, link, shown = {
        ReplyBy.CALL: ("Call", f"tel:{number}", inquiry.phone),
        ReplyBy.TEXT: ("Text", f"sms:{number}", inquiry.phone),
        ReplyBy.EMAIL: ("Email", f"mailto:{inquiry.email}", inquiry.email),
    }[ReplyBy(inquiry.reply_by)]
    return {
        "reach": {"verb": verb, "link": link, "shown": shown, "times": _times(inquiry)},
        "due": due_shortly(inquiry.due_at),
        "failed_mails": [delivery.whose for delivery in inquiry.deliveries.all().failed()],
    }
