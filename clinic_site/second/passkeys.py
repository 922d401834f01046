"""Passkeys: a device or a key signs a number that was made for it, for this site alone (WebAuthn).

The library is read when one is used: it takes 28 MB, and no public page needs it.
"""

# ruff: noqa: PLC0415
from __future__ import annotations

import secrets
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clinic_site.models import Passkey

if TYPE_CHECKING:
    from webauthn.helpers import structs

_CHALLENGE = "passkey_challenge"
#: In milliseconds: so long the browser waits for someone to find their key.
_PATIENCE = 5 * 60 * 1000


def site_name(request: HttpRequest) -> str:
    """The host that passkeys are for, for ever; empty where there can be none: at a number."""
    host = urlsplit(_origin(request)).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return host
    return ""


def _origin(request: HttpRequest) -> str:
    """On this machine whichever of its names is asked for; else the one of the settings."""
    return f"{request.scheme}://{request.get_host()}" if settings.LOCAL else settings.SITE_URL


def options_to_begin(request: HttpRequest, user: User) -> str:
    """What the browser needs to make one; empty where there can be none."""
    if not site_name(request):
        return ""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=site_name(request),
        rp_name="BrainStim staff",
        user_id=salted_hmac(__name__, str(user.pk), algorithm="sha256").digest(),
        user_name=user.get_username(),
        challenge=_challenge(request),
        timeout=_PATIENCE,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED
        ),
        exclude_credentials=_credentials(user),
    )
    return webauthn.options_to_json(options)


def options_to_sign(request: HttpRequest, user: User) -> str:
    """What the browser needs to sign with one of this colleague's; empty if there is none."""
    if not site_name(request) or not Passkey.objects.filter(user=user).exists():
        return ""
    import webauthn

    options = webauthn.generate_authentication_options(
        rp_id=site_name(request),
        challenge=_challenge(request),
        timeout=_PATIENCE,
        allow_credentials=_credentials(user),
    )
    return webauthn.options_to_json(options)


def _credentials(user: User) -> list[structs.PublicKeyCredentialDescriptor]:
    import webauthn
    from webauthn.helpers import structs

    own = Passkey.objects.filter(user=user).values_list("credential", flat=True)
    return [
        structs.PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(one)) for one in own
    ]


def _challenge(request: HttpRequest) -> bytes:
    """A number that was never there before, for the page that is shown now."""
    request.session[_CHALLENGE] = secrets.token_hex(32)
    return bytes.fromhex(request.session[_CHALLENGE])


def _answered(request: HttpRequest) -> bytes:
    """The number that is signed: it is asked for once."""
    return bytes.fromhex(request.session.pop(_CHALLENGE, ""))


def add(request: HttpRequest, user: User, sent: str, name: str) -> Passkey | None:
    """Keep what the browser made; None if it is not what was asked for."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url, exceptions

    try:
        made = webauthn.verify_registration_response(
            credential=sent,
            expected_challenge=_answered(request),
            expected_rp_id=site_name(request),
            expected_origin=_origin(request),
        )
    except (exceptions.WebAuthnException, ValueError, KeyError, TypeError):
        return None
    credential = bytes_to_base64url(made.credential_id)
    if Passkey.objects.filter(credential=credential).exists():
        return None
    passkey: Passkey = Passkey.objects.create(
        user=user,
        name=name,
        credential=credential,
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        used=timezone.now(),
    )
    return passkey


@transaction.atomic
def give(request: HttpRequest, user: User, sent: str) -> Passkey | None:
    """The passkey of this colleague that signed; None if none did."""
    import webauthn
    from webauthn.helpers import exceptions, parse_authentication_credential_json

    challenge = _answered(request)
    try:
        signed = parse_authentication_credential_json(sent)
        own = Passkey.objects.select_for_update().filter(user=user, confirmed=True)
        passkey: Passkey = own.get(credential=signed.id)
        checked = webauthn.verify_authentication_response(
            credential=signed,
            expected_challenge=challenge,
            expected_rp_id=site_name(request),
            expected_origin=_origin(request),
            credential_public_key=webauthn.base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except (exceptions.WebAuthnException, Passkey.DoesNotExist, ValueError, KeyError, TypeError):
        return None
    passkey.sign_count, passkey.used = checked.new_sign_count, timezone.now()
    passkey.save(update_fields=["sign_count", "used"])
    return passkey
