"""Two people press at the same moment: one of them is first, and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db import connection

from pages.clinic import rules
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleValue

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[bool]:
    """Whether each was done; each in a thread and a connection of its own."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> bool:
        try:
            barrier.wait(10)
            act()
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def clinician(name: str) -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="approve_words"))
    return user


def test_of_two_new_values_one_waits() -> None:
    done = at_once(
        lambda: rules.propose("driving", "for one hour", None),
        lambda: rules.propose("driving", "for two hours", None),
    )
    assert sorted(done) == [False, True]
    assert rules.drafts().count() == 1
    assert rules.history("driving").count() == 1


def test_of_two_decisions_one_counts() -> None:
    value = rules.propose("driving", "for one hour", None)
    nora, otto = clinician("nora"), clinician("otto")
    done = at_once(
        lambda: rules.approve(value, nora, value.stamp),
        lambda: rules.approve(value, otto, value.stamp),
        lambda: rules.send_back(value, value.stamp, "Why?"),
        lambda: rules.take_back(value, value.stamp),
    )
    assert done.count(True) == 1
    shown = Clinic.load().driving_rule
    assert (shown == "for one hour") == (done[0] or done[1])
    assert RuleValue.objects.get(fact="driving", state="live").text == shown
