"""The inbox: what came in, by when to reply and how, and what became of the mails."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from contact.models import About, Delivery, Inquiry, Note, ReplyBy, Status, Time
from contact.promise import due_shortly
from contact.receiving import queue_mails, release
from pages.phone import dialable

#: Who it is about, as staff say it.
_ABOUT = {
    About.ME: "Themselves",
    About.OTHER: "Someone they care about",
    About.PATIENT: "Their patient",
}
_MOST_FOUND = 100
_NOTHING = "\u2013"


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


class InquiryForm(forms.ModelForm):  # type: ignore[type-arg]
    """Only the site holds a message; a person can only let it go."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status = self.fields.get("status")
        if isinstance(status, forms.ChoiceField) and self.instance.status != Status.HELD:
            status.choices = [choice for choice in Status.choices if choice[0] != Status.HELD]
        if "assigned_to" in self.fields:
            # Without the buttons that would add, change or delete a colleague from here.
            colleague: Any = self.fields["assigned_to"].widget
            colleague.can_add_related = colleague.can_change_related = False
            colleague.can_delete_related = colleague.can_view_related = False


@admin.register(Inquiry)
class InquiryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The inbox and one message. What a patient wrote is in no address, title or log."""

    form = InquiryForm
    list_display = ("who", "state", "due", "reply_by", "about_whom", "language", "assigned_to")
    list_display_links = ("who",)
    list_filter = ("status", WithFilter, "reply_by", "language")
    list_select_related = ("assigned_to",)
    list_per_page = 50
    ordering = ("place", "due_at", "pk")
    sortable_by = ()
    view_on_site = False
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("assign_to_me", "wait_for_them", "mark_done", "release_held")
    inlines = (NoteInline,)
    fieldsets = (
        ("What they asked", {"fields": ("question", "about_whom", "received")}),
        ("Our reply", {"fields": (("status", "assigned_to"),)}),
        (
            "How to reach them",
            {
                "fields": (
                    *("their_name", "reply_by", "their_phone", "voicemail", "their_email"),
                    *("best_times", "language"),
                )
            },
        ),
        ("Mail about this message", {"fields": ("mails",)}),
    )
    readonly_fields = (
        *("question", "about_whom", "received", "their_name", "reply_by", "their_phone"),
        *("voicemail", "their_email", "best_times", "language", "mails"),
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
        find = path("find/", self.admin_site.admin_view(self.find), name="contact_inquiry_find")
        return [find, *super().get_urls()]

    # The list

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The inbox."""
        return super().changelist_view(request, {"title": "Inbox"} | (extra_context or {}))

    def find(self, request: HttpRequest) -> HttpResponse:
        """Open the message with this reference, email address or phone number."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        inbox = reverse("admin:contact_inquiry_changelist")
        if request.method != "POST":
            return HttpResponseRedirect(inbox)
        found = Inquiry.objects.matching(request.POST.get("words", "")).in_order()
        numbers = list(found.values_list("pk", flat=True)[:_MOST_FOUND])
        if not numbers:
            self.message_user(request, "No message fits that exactly.", messages.WARNING)
            return HttpResponseRedirect(inbox)
        if len(numbers) == 1:
            return HttpResponseRedirect(reverse("admin:contact_inquiry_change", args=numbers))
        return HttpResponseRedirect(f"{inbox}?id__in={','.join(map(str, numbers))}")

    @admin.display(description="Inquiry")
    def who(self, inquiry: Inquiry) -> SafeString:
        """Name and reference; a mark if the person may be in crisis."""
        mark = SafeString('<b class="urgent">Crisis</b> ' if inquiry.crisis else "")
        return format_html(
            '{}<bdi class="who">{}</bdi> <span class="quiet">{}</span>',
            *(mark, inquiry.name, inquiry.reference),
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
        chosen.update(assigned_to=request.user)

    @admin.action(description="Waiting for them", permissions=["change"])
    def wait_for_them(self, request: HttpRequest, chosen: models.QuerySet[Inquiry]) -> None:
        """We replied and wait for an answer."""
        self._move(chosen.exclude(status=Status.HELD), Status.WAITING)

    @admin.action(description="Done", permissions=["change"])
    def mark_done(self, request: HttpRequest, chosen: models.QuerySet[Inquiry]) -> None:
        """Nothing more to do."""
        self._move(chosen, Status.DONE)

    @admin.action(description="Release what was held", permissions=["change"])
    def release_held(self, request: HttpRequest, chosen: models.QuerySet[Inquiry]) -> None:
        """They are real messages."""
        for inquiry in chosen.filter(status=Status.HELD):
            release(inquiry)

    def _move(self, chosen: models.QuerySet[Inquiry], status: Status) -> None:
        for inquiry in chosen.exclude(status=status):
            inquiry.status = status
            inquiry.save(update_fields=["status", "closed_at"])

    # One message

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Inquiry]:
        """With the mails, which the page of one message shows."""
        return super().get_queryset(request).select_related("assigned_to")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One message. The title is its reference: browsers keep titles."""
        inquiry = self.get_object(request, object_id)
        extra = {"title": str(inquiry), "subtitle": None, **_how_to_reach(inquiry)}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Inquiry, form: Any, change: bool) -> None:
        """Store it; if it was held and is open now, the mails go out."""
        super().save_model(request, obj, form, change)
        was_held = form.initial.get("status") == Status.HELD
        if was_held and obj.status in (Status.NEW, Status.WAITING):
            queue_mails(obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A note is signed by whoever writes it."""
        for note in formset.save(commit=False):
            note.author = request.user
            note.save()
        formset.save_m2m()

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


def _theirs(words: str) -> SafeString:
    """What a visitor typed, kept from turning the line around or growing over it."""
    return format_html('<bdi class="theirs">{}</bdi>', words or _NOTHING)


def _times(inquiry: Inquiry) -> str:
    return ", ".join(Time(time).label for time in inquiry.times) or _NOTHING


def _told(delivery: Delivery) -> str:
    whose = delivery.recipient or "receipt to them"
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
        "mail_failed": inquiry.deliveries.all().failed().exists(),
    }
