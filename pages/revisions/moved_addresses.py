"""Old addresses keep working: a changed one leaves a redirect behind, in every language."""

from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from pages.languages import neutral, of_path, path_in
from pages.public import GetResponse


class MovedAddress(models.Model):
    """A path that was published once, and where its words are now."""

    old_path = models.CharField(max_length=200, unique=True)
    new_path = models.CharField(max_length=200)
    moved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "moved addresses"
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_path=models.F("new_path")), name="moved_somewhere_else"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"


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
        moved = MovedAddress.objects.filter(old_path=neutral(request.path)).first()
        if moved is None:
            return response
        target = path_in(of_path(request.path), moved.new_path)
        return _for_now(with_query(target, request.META.get("QUERY_STRING", "")))

    return middleware


def with_query(path: str, query: str) -> str:
    """The path with what the visitor's address had after its ``?``, before any ``#``."""
    page, mark, place = path.partition("#")
    return f"{page}?{query}{mark}{place}" if query else path


def _for_now(target: str) -> HttpResponse:
    """It moved, but nobody keeps that: where it is moved back, a browser would go in circles."""
    moved = HttpResponsePermanentRedirect(target)
    moved.headers["Cache-Control"] = "no-store"
    return moved
