"""The staff site."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path

from clinic_site import gaps, today


class StaffSite(admin.AdminSite):
    """Django's admin with our own front page, menu and look."""

    site_header = "BrainStim staff"
    site_title = "BrainStim staff"
    index_title = "Today"
    index_template = "admin/today.html"
    #: The menu in the header takes its place.
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Every page has the menu, and says when mail is stuck."""
        context = super().each_context(request)
        if context["has_permission"]:
            context |= {
                "menu": today.menu(request),
                "mail_problems": today.mail_problems(request),
            }
        return context

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """With the report that looks at questions and messages."""
        report = path("faq/gaps/", self.admin_view(gaps.report), name="gaps")
        return [report, *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """What there is to do today."""
        return super().index(request, today.of(request) | (extra_context or {}))
