"""A sign-in with one click, for the person at this machine."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import Group, User
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clinic_site.local.here import only_here
from clinic_site.second import session

#: How long a printed link works, in seconds.
LINK_LIFE = 60 * 60

_signer = TimestampSigner(salt="local staff sign-in")


def local_staff() -> User:
    """The member of staff who may do everything, without a password; added on first use.

    Whoever runs the site on this machine also makes its clinicians, and is one here.
    """
    user, is_new = User.objects.get_or_create(
        username="local", defaults={"is_staff": True, "is_superuser": True}
    )
    if is_new:
        user.set_unusable_password()
        user.save()
    user.groups.add(*Group.objects.filter(name="Clinician"))
    return user


def sign_in_link(user: User) -> str:
    """An address that signs this person in while it is fresh."""
    return settings.SITE_URL + reverse("local-sign-in", args=[_signer.sign(str(user.pk))])


@only_here
@require_safe
@never_cache
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Follow the link that ``make run`` printed."""
    try:
        number = _signer.unsign(token, max_age=LINK_LIFE)
    except BadSignature:
        raise Http404 from None
    user = User.objects.filter(pk=number, is_active=True).first()
    if user is None:
        raise Http404
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    session.begin_here(request)
    return redirect("admin:index")
