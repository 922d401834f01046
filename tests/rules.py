"""Medical rules as they come to be said: written by one person, approved by another."""

from django.contrib.auth.models import Permission, User

from pages.clinic import rules
from pages.languages import DEFAULT


def say(language: str = DEFAULT, **texts: str) -> None:
    """Visitors read these rules now, each by the name of its fact."""
    clinician, _is_new = User.objects.get_or_create(username="a clinician of the tests")
    clinician.user_permissions.set(Permission.objects.filter(codename="approve_words"))
    for fact, text in texts.items():
        english = "" if language == DEFAULT else rules.shown(fact)
        value = rules.propose(fact, text, None, language=language, english=english)
        rules.approve(value, clinician, value.stamp)
