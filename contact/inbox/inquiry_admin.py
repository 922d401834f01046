"""The inbox and the page of one message, as Django's admin calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from contact.inbox import bulk_actions, columns, one_message
from contact.inbox.auditing import Act, record_act, recorded_list
from contact.inbox.finding import FOUND, find
from contact.inbox.list_filters import StatusFilter, WithFilter
from contact.inbox.long_lists import MOST_LISTED, LongList
from contact.inbox.message import crisis
from contact.inbox.message_form import InquiryForm
from contact.inbox.removing import remove_words
from contact.inbox.reply_times import show_figures
from contact.inbox.rights import can_export, can_see
from contact.keeping.retention import clean_the_log_once
from contact.models import Inquiry, InquiryQuerySet, Purge
from pages.admin_addresses import url_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    Extra = dict[str, str] | None


class Inbox(ChangeList):
    """A page of the list, on which each message has its marks."""

    def get_results(self, request: HttpRequest) -> None:
        """Find what stands on this page, then what is known of each."""
        super().get_results(request)
        self.result_list = Inquiry.objects.marked(self.result_list)


class InquiryAdmin(LongList):
    """The inbox and one message. What a patient wrote is in no address, title or log."""

    form = InquiryForm
    list_display = columns.IN_THE_LIST
    list_display_links = (columns.who,)
    #: What the search found.
    also_narrowed_by = frozenset({FOUND})
    list_filter = (("status", StatusFilter), WithFilter, "reply_by", "language")
    list_select_related = ("assigned_to",)
    list_per_page = 50
    ordering = ("place", "due_at", "pk")
    view_on_site = False
    object_history_template = "admin/contact/inquiry/history.html"
    actions = bulk_actions.ALL
    # Django takes functions too.
    readonly_fields = columns.ON_ITS_PAGE  # type: ignore[assignment]

    class Media:
        css = {"all": ["staff/inbox.css"]}

    def get_urls(self) -> list[URLPattern]:
        """With the search, which is a POST so that no address or log holds what was typed."""
        guard = self.admin_site.admin_view
        return [
            path("find/", guard(find), name=url_name(Inquiry, "find")),
            path("figures/", guard(show_figures), name=url_name(Inquiry, "figures")),
            path("<int:number>/redact/", guard(remove_words), name=url_name(Inquiry, "redact")),
            *super().get_urls(),
        ]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Django asks for it by this name before it offers the action."""
        return can_export(request)

    # The list

    def changelist_view(self, request: HttpRequest, extra_context: Extra = None) -> HttpResponse:
        """The inbox, and below it when old messages were last deleted."""
        extra: dict[str, Any] = {
            "title": "Inbox",
            "most_listed": MOST_LISTED,
            "last_purge": Purge.objects.first(),
            "kept_days": settings.INQUIRY_RETENTION_DAYS,
            "shows_what_was_found": FOUND in request.GET,
        }
        return recorded_list(request, super().changelist_view(request, extra))

    def get_queryset(self, request: HttpRequest) -> InquiryQuerySet:
        """In the order in which they are to be answered."""
        return Inquiry.objects.order_by(*self.ordering)

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[Inbox]:
        """With marks for the few that are shown."""
        return Inbox

    # One message: opened, saved, deleted

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Extra = None
    ) -> HttpResponse:
        """One message. The title is its reference: browsers keep titles.

        That it was opened is recorded before it is shown.
        """
        inquiry = self.get_object(request, object_id)
        extra = {"title": str(inquiry), "subtitle": None}
        if inquiry and can_see(request):
            extra |= one_message.beside_the_form(request, inquiry)
            if request.method != "POST":
                record_act(request, Act.OPENED, inquiry)
        page = super().change_view(request, object_id, form_url, extra)
        if inquiry and request.method == "POST" and page.status_code == 200:
            # It comes back with a question, and with all that the person wrote.
            record_act(request, Act.OPENED, inquiry)
        return page

    def get_fieldsets(  # type: ignore[override]  # Django takes functions too
        self, request: HttpRequest, obj: Inquiry
    ) -> one_message.Parts:
        """Without a line for what the person did not fill in."""
        return one_message.parts(request, obj)

    def save_model(
        self, request: HttpRequest, obj: Inquiry, form: InquiryForm, change: bool
    ) -> None:
        """Store it with its note, and what was changed once more in the audit."""
        one_message.save(request, obj, form.cleaned_data.get("note", ""))

    def response_change(self, request: HttpRequest, obj: Inquiry) -> HttpResponse:
        """Say what it is now, and back to the inbox, unless there is more to do with it."""
        return one_message.press(request, obj) or self.response_post_save_change(request, obj)

    def get_deleted_objects(
        self, objs: Sequence[Inquiry] | QuerySet[Inquiry], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Notes and mails go with their message, though nobody deletes them alone."""
        shown, counts, _missing_rights, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(), protected

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Extra = None
    ) -> HttpResponse:
        """Not while it may be about a crisis: first someone says what happened."""
        kept = crisis.keep(request, self.get_object(request, object_id))
        return kept or super().delete_view(request, object_id, extra_context)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Inquiry) -> None:
        """Delete it, and record that and by whom."""
        record_act(request, Act.DELETED, obj)
        obj.delete()
        transaction.on_commit(clean_the_log_once)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Extra = None
    ) -> HttpResponse:
        """Who opened and changed the message, from the audit."""
        records = one_message.history(self.get_object(request, object_id))
        return super().history_view(request, object_id, {"records": records})
