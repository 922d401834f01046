"""Pictures for staff: upload one, say what it shows, see where it is used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify

from pages.admin.picture_words import ASK_A_CLINICIAN, SAID, add_warnings, may_change
from pages.admin_addresses import change as change_page
from pages.editing.form import picture_for
from pages.models import Picture, PictureUpload
from pages.people import colleague
from pages.pictures import header
from pages.pictures.models import PictureState
from pages.pictures.redraw import MOST_PIXELS
from pages.pictures.used import Use, take_away, uses, uses_of
from pages.staff.form import StaffForm
from pages.staff.lists import StaffList

_MILLIONS = MOST_PIXELS // 1_000_000
_MEGABYTE = 1024 * 1024
_MEGABYTES = header.MOST_BYTES // _MEGABYTE
_MEANT = (
    f"JPEG, PNG or WebP, at most {_MEGABYTES} MB and {_MILLIONS} megapixels. Where and with what "
    "it was taken is removed. A picture of a person needs that person’s consent."
)
_CAPTION = "A line under the picture, for everyone. A portrait of a person on the team has none."
_CHOOSE_AGAIN = "This file is good. Choose it again: it is lost when something else is wrong."
_PREPARED = (
    "Saved, and being prepared. Look again in about 20 seconds: this page says then whether"
    " visitors can see it."
)
_TOO_LARGE = f"This file has {{}} MB, and {_MEGABYTES} are the most. Save the picture smaller."


class PictureForm(StaffForm):
    """What is said of a picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "caption" in self.fields:
            self.fields["caption"].help_text = _CAPTION

    def clean(self) -> dict[str, Any] | None:
        """Make a key if none was typed."""
        cleaned = super().clean()
        if cleaned is not None and "key" in self.fields and not cleaned.get("key"):
            cleaned["key"] = _free_key(slugify(cleaned.get("title", ""))[:50] or "picture")
        return cleaned


class UploadForm(PictureForm):
    """The same with the file, which is checked before anything of it is kept."""

    class Media:
        js = ("staff/upload.js",)

    file = forms.FileField(
        help_text=_MEANT,
        error_messages={
            "required": "Choose the file of the picture.",
            "empty": "This file is empty. Save or send the picture again, then upload that.",
        },
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].required = False

    def _post_clean(self) -> None:
        """A good file is not in the form that comes back: browsers let nobody put it there."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors and "file" in self.files and "file" not in self.errors:
            self.add_error("file", _CHOOSE_AGAIN)

    def clean_file(self) -> bytes:
        """The file itself, if the site takes it."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > header.MOST_BYTES:
            raise ValidationError(_TOO_LARGE.format(f"{(file.size or 0) / _MEGABYTE:,.1f}"))
        data: bytes = file.read()
        try:
            header.check(data)
        except header.RefusedError as error:
            raise ValidationError(str(error)) from error
        return data


def _free_key(wanted: str) -> str:
    """The wanted key, or with the first number that nobody has."""
    taken = set(Picture.objects.filter(key__startswith=wanted).values_list("key", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (wanted, *numbered) if key not in taken)


class ListWithUses(ChangeList):
    """Pictures, each with the words that show it, asked once for all."""

    def get_results(self, request: HttpRequest) -> None:
        """The rows of this page."""
        super().get_results(request)
        found = uses()
        self.result_list = list(self.result_list)
        for picture in self.result_list:
            picture.uses = _current(found.get(picture.key, []))


def _current(found: list[Use]) -> list[Use]:
    """Without words of before, which nobody sees."""
    return [use for use in found if not use.is_past]


def _current_of(picture: Picture) -> list[Use]:
    return _current(uses_of(picture))


@admin.display(description="Picture")
def small(picture: Picture) -> SafeString:
    """What it looks like."""
    return render_to_string("admin/picture_small.html", {"picture": picture})


@admin.display(description="Key")
def words_for_it(picture: Picture) -> str:
    """What words call it."""
    return picture.key


@admin.display(description="State")
def how(picture: Picture) -> str:
    """Whether visitors can see it."""
    return str(picture.get_state_display())


@admin.display(description="Used in")
def used(picture: Picture) -> SafeString:
    """The words that show it now, or will."""
    return render_to_string("admin/picture_uses.html", {"uses": getattr(picture, "uses", [])})


@admin.register(Picture)
class PictureAdmin(StaffList):
    """Pictures, the newest first."""

    form = PictureForm
    change_form_template = "admin/picture_form.html"
    delete_confirmation_template = "admin/picture_delete.html"
    list_display = (small, "title", words_for_it, how, used)
    list_display_links = ("title",)
    search_fields = ("title", "key", "alt", "caption")
    sortable_by = ()
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    #: Each is taken away knowingly.
    actions = None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list with that column."""
        return ListWithUses

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        """All but those that were taken away."""
        found: QuerySet[Picture] = super().get_queryset(request)
        return found.exclude(state=PictureState.GONE)

    # The page of one picture

    def get_form(
        self, request: HttpRequest, obj: Picture | None = None, change: bool = False, **kwargs: Any
    ) -> type[PictureForm]:
        """With the file while there is none, or none that can be read."""
        kwargs["form"] = UploadForm if _lacks_file(obj) else PictureForm
        return super().get_form(  # type: ignore[return-value]  # It is made from ours.
            request, obj, change=change, **kwargs
        )

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        """What one looks for first stands first."""
        first = ("title", "alt", "decorative", "caption")
        asks = _lacks_file(obj) and self.has_change_permission(request, obj)
        sets = [
            (None, {"fields": ("file", *first) if asks or obj is None else first}),
            ("Where it has to be cut", {"fields": ("focus_x", "focus_y")}),
            ("On Spanish pages", {"fields": ("alt_es", "caption_es")}),
        ]
        if obj is None:
            # Words may name it, so it stays.
            sets.append(("In words", {"fields": ("key",)}))
        return sets

    def get_readonly_fields(
        self, request: HttpRequest, obj: Picture | None = None
    ) -> tuple[str, ...]:
        """What is said in medical words is changed by who may agree to them."""
        return () if obj is None or may_change(request.user, _current_of(obj)) else SAID

    def render_change_form(  # noqa: PLR0913, PLR0917
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Picture | None = None,
    ) -> HttpResponse:
        """With the picture, and where it is used."""
        context["picture"] = obj
        # Saved, one stays with it: it is ready soon.
        context["show_save_and_continue"] = context["show_save_and_add_another"] = False
        context["uses"] = found = _current_of(obj) if obj else []
        context["ask_a_clinician"] = "" if may_change(request.user, found) else ASK_A_CLINICIAN
        if any(use.agreed_with for use in found):
            add_warnings(context["adminform"].form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(
        self, request: HttpRequest, obj: Picture, form: PictureForm, change: bool
    ) -> None:
        """What is said of it; and the file, for the worker to redraw."""
        data: bytes = form.cleaned_data.get("file", b"")
        with transaction.atomic():
            if not change:
                obj.added_by = colleague(request.user)
            if data:
                obj.state, obj.reason = PictureState.WAITING, ""
                obj.leased_until, obj.tries = None, 0
            # Only what was typed: the worker may be writing the rest just now.
            obj.save(update_fields=_written(form, data) if change else None)
            if data:
                PictureUpload.objects.update_or_create(picture=obj, defaults={"data": data})

    def response_add(
        self, request: HttpRequest, obj: Picture, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Stay with it, or go back to the words it was added for."""
        if back := picture_for.way_back(request, obj):
            messages.success(request, "The picture is chosen below. Save to keep it there.")
            return HttpResponseRedirect(back)
        is_waiting = obj.state == PictureState.WAITING
        messages.success(request, _PREPARED if is_waiting else "Saved.")
        return HttpResponseRedirect(change_page(obj))

    response_change = response_add

    # Taking it away

    def has_delete_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        """Not while words show it."""
        allowed: bool = super().has_delete_permission(request, obj)
        return allowed and not (obj and _current_of(obj))

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """The picture: words of before keep its name and no more."""
        return [str(one) for one in objs], {"pictures": len(objs)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        """Take it away."""
        take_away(obj)


def _lacks_file(picture: Picture | None) -> bool:
    return picture is None or picture.state == PictureState.BROKEN


def _written(form: PictureForm, data: bytes) -> list[str]:
    """Names of what this form changes of the row."""
    typed = [name for name in form.fields if name != "file"]
    return [*typed, "state", "reason", "leased_until", "tries"] if data else typed
