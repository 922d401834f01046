"""The staff site."""

from __future__ import annotations

from copy import copy
from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse

from clinic_site.colleagues import addresses as of_colleagues
from clinic_site.second import addresses, again, door, session, step
from clinic_site.staff import (
    about,
    gaps,
    help_lines,
    interrupted,
    opening,
)
from clinic_site.staff.gone import thrown_away, wrong_words
from clinic_site.staff.search import page as search
from clinic_site.staff.sign_in import SignInForm
from clinic_site.staff.today import front
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
                "menu": front.menu(request),
                "mail_problems": front.mail_problems(request),
            }
        return context

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """With the pages that belong to no one register."""
        return [
            path("faq/gaps/", self.admin_view(gaps.report), name="gaps"),
            path("about/", self.admin_view(about.about), name="about"),
            path("search/", self.admin_view(search.search), name="search"),
            path("bin/", self.admin_view(thrown_away.the_bin), name="bin"),
            path("take-off/", self.admin_view(wrong_words.find), name="wrong_words"),
            path("open/", self.admin_view(opening.opening), name="opening"),
            path(
                "pictures/<slug:address>-<int:width>.webp",
                self.copy_for_staff,
                name="picture_copy",
            ),
            path("help-lines/", self.admin_view(help_lines.help_lines), name="help_lines"),
            *addresses.addresses(self.admin_view),
            *of_colleagues.addresses(self.admin_view),
            *super().get_urls(),
        ]

    def has_permission(self, request: HttpRequest) -> bool:
        """Only colleagues, and only after both steps: who writes changes what patients read."""
        return super().has_permission(request) and session.is_done(request)

    def copy_for_staff(self, request: HttpRequest, address: str, width: int) -> HttpResponse:
        """A picture that visitors do not see; to others it is not there."""
        if not self.has_permission(request):
            raise Http404
        return copy_for_staff(request, address, width)

    def index(
        self, request: HttpRequest, extra_context: dict[str, str | bool] | None = None
    ) -> TemplateResponse:
        """What there is to do today."""
        return super().index(request, front.context(request) | (extra_context or {}))

    # Nothing typed is lost when a session ends

    # Django says less of what a view takes.
    def admin_view(  # type: ignore[override]
        self, view: View[Parts], cacheable: bool = False
    ) -> View[Parts]:
        """Only for those who are signed in; who was, and sends a form, keeps what they typed.

        What cannot be undone, or changes what others may do, asks for the second step again.
        """
        guarded: View[Parts] = super().admin_view(view, cacheable)

        def inner(
            request: HttpRequest, /, *args: Parts.args, **kwargs: Parts.kwargs
        ) -> HttpResponse:
            if interrupted.is_edit(request) and not self.has_permission(request):
                return self.sign_in_again(request)
            if self.has_permission(request) and again.is_needed(request):
                return again.ask(request)
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
            "title": "Sign in",
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
        """Name and password; then the second step, with the text that was typed before."""
        if request.method == "GET" and door.is_next(request):
            return redirect(door.address(request))
        sent = request.POST.get(interrupted.KEPT, "")
        kept = interrupted.read(sent)
        context = {"title": "Sign in"} | ({interrupted.KEPT: sent} if kept else {})
        response = super().login(request, context | (extra_context or {}))
        if response.status_code == 302 and door.is_next(request):
            return step.ask(request) if kept else redirect(door.address(request))
        return response
