"""The staff's pages of a kind of document: what they offer, and where each is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.clickjacking import xframe_options_sameorigin

from pages.editing import (
    compare,
    discard,
    lists,
    on_paper,
    order,
    preview,
    publish,
    restore,
    review,
    translate,
    write,
)
from pages.editing.desk import DocumentDesk, language_of
from pages.editing.form import new_source, picture_for
from pages.editing.form.document_form import DocumentForm, form_of, without_shortcuts
from pages.editing.off_site import in_the_bin, put_back, take_off, throw_away
from pages.editing.reviewing import in_bulk
from pages.editing.writing import keeping, known
from pages.languages import DEFAULT
from pages.people import may_approve
from pages.revisions.document import Document
from pages.staff.lists import StaffList

#: A view, which takes the parts of its address by name.
Answers = Callable[..., HttpResponse]

_ONE = "<int:document_key>/"
_REVISION = f"{_ONE}words/<int:revision_key>/"
#: Where the pages of our own are, what each is called, and the function that answers.
_PAGES: tuple[tuple[str, str, Answers], ...] = (
    ("add/preview/", "preview_new", preview.preview),
    (f"{_ONE}preview/", "preview", preview.preview),
    ("known/", "known", known.known),
    ("add/keep/", "keep_new", keeping.keep),
    (f"{_ONE}keep/", "keep", keeping.keep),
    (f"{_ONE}discard/", "discard", discard.discard),
    (f"{_ONE}compare/", "compare", compare.compare),
    (f"{_ONE}take-off/", "take_off", take_off.take_off),
    (f"{_ONE}put-back/", "put_back", put_back.put_back),
    (f"{_ONE}take-out/", "take_out", put_back.take_out),
    (f"{_ONE}delete/", "delete", throw_away.throw_away),
    (f"{_ONE}translate/", "translate", translate.translate),
    (_REVISION, "revision", review.review),
    (f"{_REVISION}preview/", "revision_preview", preview.preview_revision),
    (f"{_REVISION}publish/", "publish", publish.publish),
    (f"{_REVISION}restore/", "restore", restore.restore),
)
#: What staff read beside “medical words”, where two people have to agree and where one may publish.
_TWO_AGREE = "Two people have to agree to them, one of them a clinician."
_MEDICAL = "They are about health or treatment. A clinician reviews them."
#: What can be done with what lies in the bin; all other pages say that it lies there.
_ALSO_OF_THE_BIN = (keeping.keep, put_back.take_out)


def _said_by_saving(*_logged: object) -> None:
    """Nothing is left to log."""


def _searched(
    kind: DocumentAdmin, request: HttpRequest, queryset: QuerySet[Any], search_term: str
) -> tuple[QuerySet[Any], bool]:
    """By what is read or written now, and nothing of what was."""
    return lists.searched(queryset, kind.desk, request, search_term), False


class DocumentAdmin(StaffList):
    """Options of pages and questions, and what Django asks; each page is a function beside this."""

    #: The view that shows a document to visitors.
    show: ClassVar[Answers]
    #: What is put in order together, and the field that those share.
    siblings: ClassVar[Callable[[], Iterable[order.Siblings]]]
    order_within = ""
    #: What an editor writes, and what some of that is called here.
    revision_fields: tuple[str, ...] = ()
    labels: ClassVar[dict[str, str]] = {}
    #: Fields of the document that stay as they were when it was made.
    settled: tuple[str, ...] = ()
    #: What whoever may only look sees of the document itself.
    fieldsets_to_look: ClassVar[Any] = ()

    form = DocumentForm
    change_form_template = "admin/document_form.html"
    change_list_template = "admin/ordered_list.html"
    list_filter: ClassVar[Any] = (lists.StateFilter, lists.ReviewFilter, lists.TranslationFilter)
    search_fields = ("slug", "revisions__title", "revisions__summary")
    get_search_results = _searched
    search_help_text = "Looks in titles, short answers, texts and addresses."
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    list_per_page = 200
    view_on_site = False
    action_checkbox = lists.tick
    #: Words are never deleted in bulk.
    actions: tuple[Any, ...] = (in_bulk.mark_as_reviewed, on_paper.to_paper)
    #: Django's pages of one document, too, say of what is in the bin that it is there.
    change_view = in_the_bin.or_else_of_django(StaffList.change_view)
    history_view = in_the_bin.or_else_of_django(StaffList.history_view, tells_of_drafts=True)

    class Media:
        js = ["staff/editor.js", "staff/surface.js", "staff/keeping.js"]

    @cached_property
    def desk(self) -> DocumentDesk:
        """What the functions of the pages know of this kind of document."""
        return _desk_of(self)

    def get_urls(self) -> list[URLPattern]:
        """Our own pages before Django's."""
        own = [_path(self.desk, *page) for page in _PAGES]
        return [*own, order.path_to(self.desk, type(self).siblings), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """With what the columns show, without the bin, and without drafts for who may not read."""
        listed = self.desk.listed(request, super().get_queryset(request))
        return lists.with_columns(listed, self.desk.revision_model)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Only a clinician reviews, also in bulk; what needs another right says so itself."""
        return _in_bulk(self, request, super().get_actions(request))

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        """The pages every site has stay."""
        return not (obj and obj.is_fixed) and super().has_delete_permission(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> Any:
        """Whoever may only look sees the words below."""
        looks = obj and not self.has_change_permission(request, obj)
        writes = new_source.beside_the_list(request, self.fieldsets)
        return self.fieldsets_to_look if looks else writes

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> list[str]:
        """Only who may approve words says which ones need no approval."""
        return _kept(self, obj, approves=may_approve(request.user, self.opts.app_label))

    def fields_to_write(self, language: str) -> tuple[str, ...]:
        """Names of what an editor writes in this language."""
        return self.revision_fields

    def get_form(
        self, request: HttpRequest, obj: Document | None = None, change: bool = False, **kwargs: Any
    ) -> type[DocumentForm]:
        """Fields of the document and of its words; who may only look gets no fields."""
        writes = not change or self.has_change_permission(request, obj)
        language = language_of(request) if change else DEFAULT
        kwargs |= _made_of(self, request, self.fields_to_write(language) if writes else ())
        form: type[DocumentForm] = super().get_form(  # type: ignore[assignment]  # Made from ours.
            request, obj, change=change, **kwargs
        )
        form.language = language
        without_shortcuts(form)
        return form

    def render_change_form(  # noqa: PLR0913, PLR0917
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Document | None = None,
    ) -> HttpResponse:
        """With the state of the words, and those of before."""
        context.update(write.context(request, self.desk, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(
        self, request: HttpRequest, obj: Document, form: DocumentForm, change: bool
    ) -> None:
        """The address at once, the words as a draft, or live if that was asked for."""
        write.save(request, self.desk, form, is_new=not change)

    #: Saving wrote into the history what became of the words, which Django cannot know.
    log_addition = log_change = _said_by_saving  # type: ignore[assignment]

    def response_add(
        self, request: HttpRequest, obj: Document, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Stay with the words, or go where they are asked about."""
        return write.answer(request, self.desk, obj, DEFAULT)

    def response_change(self, request: HttpRequest, obj: Document) -> HttpResponse:
        """The same, in the language of the address."""
        return write.answer(request, self.desk, obj, language_of(request))


def _desk_of(kind: DocumentAdmin) -> DocumentDesk:
    model: type[Document] = kind.model
    return DocumentDesk(
        model=model,
        revision_model=model.revision_model(),
        order_within=kind.order_within,
        site=kind.admin_site,
        show=type(kind).show,
        form_for=lambda request, document: kind.get_form(request, document, bool(document)),
        can_view=kind.has_view_permission,
        can_change=kind.has_change_permission,
        can_add=kind.has_add_permission,
        can_throw_away=kind.has_delete_permission,
        media=kind.media,
    )


def _kept(kind: DocumentAdmin, document: Document | None, *, approves: bool) -> list[str]:
    kept = [] if approves else ["medical"]
    if document:
        kept += kind.settled
    if document and document.is_fixed:
        kept.append("slug")
    return kept


def _in_bulk(kind: DocumentAdmin, request: HttpRequest, actions: dict[str, Any]) -> dict[str, Any]:
    left_out = {"delete_selected", "mark_as_reviewed"} - in_bulk.offered(kind, request)
    return {name: one for name, one in actions.items() if name not in left_out}


def _path(desk: DocumentDesk, route: str, page: str, view: Answers) -> URLPattern:
    answer = view if view in _ALSO_OF_THE_BIN else in_the_bin.or_else(view)
    # Only our own pages may show it in a frame.
    framed = xframe_options_sameorigin(desk.site.admin_view(partial(answer, desk=desk)))
    return path(route, framed, name=desk.url_name(page))


def _made_of(kind: DocumentAdmin, request: HttpRequest, names: tuple[str, ...]) -> dict[str, Any]:
    """The form with these fields of a revision, made as the staff site makes fields."""
    formfield = partial(kind.formfield_for_dbfield, request=request)
    form = form_of(
        kind.form,
        kind.desk.revision_model,
        names,
        kind.labels,
        formfield,
        adds_sources="sources" in names and new_source.may_add(request),
    )
    form.chosen = picture_for.chosen(request) if "picture" in names else {}
    asks_two = settings.TWO_PERSON_APPROVAL
    return {"form": form, "help_texts": {"medical": _TWO_AGREE if asks_two else _MEDICAL}}
