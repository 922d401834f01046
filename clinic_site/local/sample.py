"""The sample clinic of ``make demo``: loaded there alone, and never over what anybody did there."""

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError

from clinic_site.setup.talk import Refused, name_of, say
from contact.models import Inquiry
from pages.profile import sample


def load_while_untouched() -> None:
    """Bring it up to what the files say now; what someone edited or wrote in it stays."""
    if why := why_not():
        say(f"The sample clinic stays as it is: {why}")
    elif load():
        say("Loaded the sample clinic. All that it says of itself is made up.")


def load() -> int:
    """How many words are new. Raises Refused with what is wrong in a file."""
    try:
        return sample.load()
    except ValidationError as error:
        raise Refused(f"The sample clinic: {'; '.join(error.messages)}") from error


def why_not() -> str:
    """Why it must not be loaded here, in words for the person at this machine; empty if it may."""
    if not settings.LOCAL:
        return f"{settings.SITE_URL} is not on this machine, and all of the sample is made up."
    if not settings.DEMO:
        return "this is the site of make run. The sample is for make demo alone."
    folder = name_of(settings.VAR_DIR)
    if Inquiry.objects.exists():
        return f"it has messages. To begin anew, move the folder {folder} away."
    if LogEntry.objects.exists():
        return f"staff changed something in it. To begin anew, move the folder {folder} away."
    return ""
