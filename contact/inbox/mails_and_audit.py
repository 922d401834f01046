"""What the site wrote down, for staff: mails and what became of them, and who did what."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from contact.inbox.long_lists import LookOnly
from contact.inbox.rights import can_change
from contact.models import AuditRecord, Delivery


class DeliveryAdmin(LookOnly):
    """Mails, to see which address fails and to send those again."""

    list_display = ("to", "kind", "state", "message", "attempts", "last_error")
    list_filter = ("state", "kind")
    list_select_related = ("inquiry",)
    actions = ("send_again",)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, str] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Mails"})

    @admin.display(description="To")
    def to(self, delivery: Delivery) -> str:
        """A staff address; never the patient's."""
        return delivery.whose

    @admin.display(description="Message")
    def message(self, delivery: Delivery) -> SafeString | str:
        """A link to what it is about."""
        about = delivery.inquiry
        if about is None:
            return "\u2013"
        return format_html('<a href="{}">{}</a>', about.get_absolute_url(), about)

    @admin.action(description="Send again what was not delivered", permissions=["view"])
    def send_again(self, request: HttpRequest, chosen: models.QuerySet[Delivery]) -> None:
        """The worker takes them next."""
        again = Delivery.objects.filter(pk__in=chosen.values("pk")).try_again()
        self.message_user(request, f"{again} to be sent again.")

    def has_view_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        """Whoever works on messages."""
        return can_change(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Django asks apart whether to name the list at all; it has no right of its own."""
        return self.has_view_permission(request)


class AuditAdmin(LookOnly):
    """Who opened, changed, exported or deleted what. Nobody can change it, here or elsewhere."""

    list_display = ("at", "by", "act", "about", "detail")
    list_filter = ("act",)
    also_narrowed_by = frozenset({"who", "account", "reference"})

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, str] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Who did what"})

    @admin.display(description="Who")
    def by(self, record: AuditRecord) -> SafeString:
        """Leads to all this person did, also under other names of their account."""
        one = {"who": record.who} if record.account is None else {"account": record.account}
        return format_html('<a href="?{}">{}</a>', urlencode(one), record.who)

    @admin.display(description="Message")
    def about(self, record: AuditRecord) -> SafeString | str:
        """Leads to all that was done with this message."""
        if not record.reference:
            return "\u2013"
        query = urlencode({"reference": record.reference})
        return format_html('<a href="?{}">{}</a>', query, record.reference)
