"""The lists of the staff site: narrowed by what they offer, and by nothing else an address says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.options import (
    IS_FACETS_VAR,
    IS_POPUP_VAR,
    TO_FIELD_VAR,
    IncorrectLookupParameters,
)
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import (
    ALL_VAR,
    ERROR_FLAG,
    ORDER_VAR,
    PAGE_VAR,
    SEARCH_VAR,
    ChangeList,
)
from django.db import DataError, transaction
from django.http import HttpRequest, HttpResponse

#: What Django's lists know beside the filters of each.
_OF_EVERY_LIST = frozenset(
    {
        ALL_VAR,
        ERROR_FLAG,
        IS_FACETS_VAR,
        IS_POPUP_VAR,
        ORDER_VAR,
        PAGE_VAR,
        SEARCH_VAR,
        TO_FIELD_VAR,
    }
)
_LEFT_OUT = (
    "This list cannot be narrowed by what its address says, so that was left out. Choose below."
)


class StaffList(admin.ModelAdmin):  # type: ignore[type-arg]
    """What staff see of a model.

    Django lets an address ask for any lookup of a field: one of them reads patterns that take
    hours, and others end in an error of ours. So only what the list offers is taken.
    """

    #: Lookups that links of ours have, beside those that ``list_filter`` makes.
    also_narrowed_by: ClassVar[frozenset[str]] = frozenset()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Django asks for each name in an address that no filter of its own has."""
        return request is not None and lookup in self._offered(request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list; what its address says beside what is offered is left out, and that is said."""
        if not request.GET.keys() <= _OF_EVERY_LIST:
            _keep(request, _OF_EVERY_LIST | self._offered(request))
        return super().changelist_view(request, extra_context)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """A page that is gone is the first one; a filter that means nothing is left out."""
        for leave_out in (_no_page, _no_filters):
            try:
                return self._counted(request)
            except (IncorrectLookupParameters, OverflowError, DataError):
                leave_out(request)
        return super().get_changelist_instance(request)

    def _counted(self, request: HttpRequest) -> ChangeList:
        """The list with its count, in which a number no database can hold is an error."""
        if request.GET.keys() <= {IS_POPUP_VAR, PAGE_VAR}:
            return super().get_changelist_instance(request)
        # PostgreSQL forgets all since the start of what an error stands in.
        with transaction.atomic():
            return super().get_changelist_instance(request)

    def _offered(self, request: HttpRequest) -> frozenset[str]:
        return self.also_narrowed_by | {*self._of_filters(request)}

    def _of_filters(self, request: HttpRequest) -> Iterator[str]:
        for item in self.get_list_filter(request):
            if isinstance(item, type):
                yield str(getattr(item, "parameter_name", ""))
                continue
            path, kind = item if isinstance(item, tuple | list) else (item, None)
            yield from self._of_field(request, str(path), kind)

    def _of_field(self, request: HttpRequest, path: str, kind: Any) -> Iterator[str]:
        make: Callable[..., Any] = kind or admin.FieldListFilter.create
        field = get_fields_from_path(self.model, path)[-1]
        names = make(field, request, {}, self.model, self, field_path=path).expected_parameters()
        yield from map(str, names)


def _keep(request: HttpRequest, names: frozenset[str]) -> None:
    """Leave out of the address all but these, and say so."""
    others = [name for name in request.GET if name not in names]
    _without(request, *others)
    if others:
        messages.warning(request, _LEFT_OUT)


def _no_page(request: HttpRequest) -> None:
    _without(request, PAGE_VAR)


def _no_filters(request: HttpRequest) -> None:
    _keep(request, frozenset({IS_POPUP_VAR, TO_FIELD_VAR}))


def _without(request: HttpRequest, *names: str) -> None:
    asked = request.GET.copy()
    for name in names:
        asked.pop(name, None)
    request.GET = asked  # type: ignore[assignment]
