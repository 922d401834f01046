"""The staff page that says word by word what changed between two revisions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from pages import admin_addresses
from pages.editing.desk import DocumentDesk
from pages.revisions import comparing
from pages.staff import frame
from pages.typed import is_key


def compare(request: HttpRequest, desk: DocumentDesk, document_key: int) -> HttpResponse:
    """The two revisions that the address names, of one document."""
    chosen = [request.GET.get(name, "") for name in ("from", "to")]
    if not all(map(is_key, chosen)):
        messages.warning(request, "Choose two versions to compare.")
        return desk.go("change", document_key)
    before, after = (desk.revision(request, document_key, int(key)) for key in chosen)
    context = {
        "title": "What changed",
        "subtitle": str(after.document),
        "before": before,
        "after": after,
        "compared": comparing.compare(before, after),
        "has_change_permission": desk.can_change(request, after.document),
        "change_url": admin_addresses.change(after.document, after.language),
        "swap": f"?from={after.pk}&to={before.pk}",
    }
    return frame.page(request, "admin/compare.html", context, desk.model)
