"""What answers a request, and the mark of answers that are the same for every visitor.

Such pages can be kept whole.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

#: Browsers may keep the page but ask each time whether it is still the newest.
PUBLIC = "public, no-cache"

#: What a view takes beside the request: the parts of its address.
Parts = ParamSpec("Parts")
View = Callable[Concatenate[HttpRequest, Parts], HttpResponse]
#: What a middleware stands before, and is itself.
GetResponse = Callable[[HttpRequest], HttpResponse]


def same_for_everyone(view: View[Parts]) -> View[Parts]:
    """View decorator. The view must not look at the session, the user or a cookie."""

    @wraps(view)
    def public_view(
        request: HttpRequest, /, *args: Parts.args, **kwargs: Parts.kwargs
    ) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = PUBLIC
        return response

    return public_view
