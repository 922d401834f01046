"""The site on this machine, from its start to the line that says why it ended."""

import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections

from clinic_site.local import endings, prepare, programs
from clinic_site.local.refusals import EXPECTED, explain, is_anothers, listen, refuse_real_site
from clinic_site.local.sign_in import LINK_LIFE, local_staff, sign_in_link
from clinic_site.setup import dotenv, locks, sites
from clinic_site.setup.talk import say


def run() -> int:
    """Prepare the site and run it; the code that the shell is told."""
    endings.end_at_once()
    try:
        ending = serve()
    except EXPECTED as error:
        if settings.DEBUG:
            sys.excepthook(type(error), error, error.__traceback__)
        ending = endings.Ending(explain(error), 1)
    say(ending.line)
    return ending.code


def serve() -> endings.Ending:
    """Run both programs until there is a reason to end."""
    refuse_real_site()
    dotenv.refuse_wrong_one(sites.this())
    locks.begin_run(settings.SITE_URL)
    listener = listen(settings.SITE_PORT or 80)
    prepare.everything()
    words = welcome()
    connections.close_all()
    endings.remember()
    with programs.running(listener, words) as both:
        say("Starting the site.")
        return endings.wait(both)


def welcome() -> str:
    """What someone who has started the site wants to know."""
    mail = (
        f"{settings.SITE_URL}/local-mail/"
        if hasattr(settings, "EMAIL_FILE_PATH")
        else f"leaves through {settings.EMAIL_HOST}"
    )
    return (
        f"\n  The site    {settings.SITE_URL}/"
        f"\n  For staff   {sign_in_link(local_staff())}"
        f"\n              (signs you in for {LINK_LIFE // 60} minutes; then: make sign-in)"
        f"\n  Its mail    {mail}"
        f"{_passkeys()}"
        f"\n\n  Ctrl-C stops it.\n"
    )


def _passkeys() -> str:
    """Where they can be tried: a passkey is made for a name, and never for a number."""
    parts = urlsplit(settings.SITE_URL)
    if parts.hostname != "127.0.0.1" or is_anothers("::1", parts.port or 80):
        return ""
    port = f":{parts.port}" if parts.port else ""
    return f"\n  Passkeys    {parts.scheme}://localhost{port}/staff/ (none at 127.0.0.1)"
