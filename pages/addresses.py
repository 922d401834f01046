"""Old addresses keep working: a changed one leaves a redirect behind."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from pages.models import MovedAddress

GetResponse = Callable[[HttpRequest], HttpResponse]


@transaction.atomic
def remember_move(old_path: str, new_path: str) -> None:
    """From now on ``old_path`` leads to ``new_path``, also for paths that led to ``old_path``."""
    if old_path == new_path:
        return
    MovedAddress.objects.filter(old_path=new_path).delete()
    MovedAddress.objects.filter(new_path=old_path).update(new_path=new_path)
    MovedAddress.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})


def follow_moved_addresses(get_response: GetResponse) -> GetResponse:
    """Middleware: where nothing is found, look whether it moved."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        moved = MovedAddress.objects.filter(old_path=request.path).first()
        return HttpResponsePermanentRedirect(moved.new_path) if moved else response

    return middleware
