"""The staff site."""

from __future__ import annotations

from copy import copy
from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse

from clinic_site.staff import about, gaps, help_lines, interrupted, opening, today
from clinic_site.staff.sign_in import SignInForm
from pages.pictures.views import copy_for_staff
from pages.public import Parts, View


class StaffSite(admin.AdminSite):
    """Django's admin with our own front page, menu and look."""

    site_header = "BrainStim staff"
    site_title = "BrainStim staff"
    index_title = "Today"
    index_template = "admin/today.html"
    login_form = SignInForm
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
        """With the pages that belong to no one register."""
        return [
            path("faq/gaps/", self.admin_view(gaps.report), name="gaps"),
            path("about/", self.admin_view(about.about), name="about"),
            path("open/", self.admin_view(opening.opening), name="opening"),
            path(
                "pictures/<slug:address>-<int:width>.webp",
                copy_for_staff,
                name="picture_copy",
            ),
            path("help-lines/", self.admin_view(help_lines.help_lines), name="help_lines"),
            *super().get_urls(),
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, str | bool] | None = None
    ) -> TemplateResponse:
        """What there is to do today."""
        return super().index(request, today.context(request) | (extra_context or {}))

    # Nothing typed is lost when a session ends

    # Django says less of what a view takes.
    def admin_view(  # type: ignore[override]
        self, view: View[Parts], cacheable: bool = False
    ) -> View[Parts]:
        """Only for those who are signed in; who was, and sends a form, keeps what they typed."""
        guarded: View[Parts] = super().admin_view(view, cacheable)

        def inner(
            request: HttpRequest, /, *args: Parts.args, **kwargs: Parts.kwargs
        ) -> HttpResponse:
            if interrupted.is_edit(request) and not self.has_permission(request):
                return self.sign_in_again(request)
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    def sign_in_again(self, request: HttpRequest) -> HttpResponse:
        """The sign-in page, and in it what was typed."""
        sent = interrupted.typed_in(request)
        kept = interrupted.read(sent)
        next_page = urlencode({"next": kept.path if kept else reverse("admin:index")})
        visit = copy(request)
        visit.method, visit.GET = "GET", QueryDict(next_page)
        context = {
            interrupted.KEPT: sent if kept else "",
            "is_stale": not kept,
            "app_path": f"{reverse('admin:login')}?{next_page}",
        }
        response = super().login(visit, context)
        response.status_code = 403
        return response

    def logout(
        self, request: HttpRequest, extra_context: dict[str, str | bool] | None = None
    ) -> TemplateResponse:
        """Sign out, and leave nothing behind in the browser."""
        response = super().logout(request, extra_context)
        # Not "cookies": that would end those of other sites under the clinic's name too.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def login(
        self, request: HttpRequest, extra_context: dict[str, str | bool] | None = None
    ) -> HttpResponse:
        """Sign in, and go on with the text that was typed before, if there is some."""
        sent = request.POST.get(interrupted.KEPT, "")
        kept = interrupted.read(sent)
        context = {interrupted.KEPT: sent} if kept else {}
        response = super().login(request, context | (extra_context or {}))
        if kept and response.status_code == 302 and self.has_permission(request):
            return interrupted.give_back(request, kept)
        return response
