"""Two people agree on a medical rule of the clinic: one writes a value, a clinician approves it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from pages import registry
from pages.clinic import in_languages
from pages.clinic.declared import FACTS, MEDICAL_RULES
from pages.clinic.in_languages import FactInLanguage
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleState, RuleValue
from pages.languages import DEFAULT
from pages.people import Person, approvers, can_see, colleague, may_approve

READ_AGAIN = "Someone changed this value while you read it. Please read it again."
OTHER_WAITS = "Someone sent another new value meanwhile. Look at that one first."
_OLDER = "The English words changed meanwhile, so send it back: the translation has to follow them."

#: Names of the facts that are medical rules, and the field each is typed in.
FIELDS = {fact.name: fact.fields[0] for fact in FACTS if fact.fields[0] in MEDICAL_RULES}


def shown(fact: str, language: str = DEFAULT) -> str:
    """What this rule says to visitors now; empty where they read the English words."""
    clinic = Clinic.load()
    if language == DEFAULT:
        return str(getattr(clinic, FIELDS[fact]))
    return in_languages.said(clinic, language).get(fact, "")


def still_read(fact: str, language: str = DEFAULT) -> str:
    """The same as a sentence for staff, while a new value waits."""
    now = shown(fact, language) or shown(fact)
    return f"Visitors still read: “{now}”" if now else "Visitors read nothing of it yet."


def drafts() -> QuerySet[RuleValue]:
    """Values that visitors do not read yet, the longest wait first."""
    written = RuleValue.objects.filter(state=RuleState.DRAFT).select_related("author")
    return written.order_by("sent_at", "pk")


def draft(fact: str, language: str = DEFAULT) -> RuleValue | None:
    """The new value of this rule, if there is one."""
    return drafts().filter(fact=fact, language=language).first()


def history(fact: str, language: str = DEFAULT) -> QuerySet[RuleValue]:
    """What this rule says and said, the newest first."""
    kept = RuleValue.objects.filter(fact=fact, language=language).exclude(state=RuleState.DRAFT)
    return kept.select_related("author", "approved_by")


def can_approve(user: User | AnonymousUser, value: RuleValue) -> bool:
    """True for a clinician; while two people are asked for, not for who wrote the value.

    Whoever may not change the clinic's facts is asked for none: they could not press the button.
    """
    if not (may_approve(user, "pages") and user.has_perm("pages.change_clinic")):
        return False
    return not (settings.TWO_PERSON_APPROVAL and value.was_written_by(user))


def who_can_approve(value: RuleValue) -> list[User]:
    """Colleagues who may approve this value."""
    asked = approvers("pages").filter(is_staff=True).order_by("first_name", "username")
    return [user for user in asked if can_approve(user, value)]


@transaction.atomic
def propose(  # noqa: PLR0913  # All that a new value is.
    fact: str,
    text: str,
    by: Person,
    *,
    language: str = DEFAULT,
    english: str = "",
    note: str = "",
    seen: str = "",
    quietly: bool = False,
) -> RuleValue:
    """Write a new value and ask clinicians to read it; what visitors read stays as it is.

    ``seen`` is the stamp of the draft that this person changes. Quietly, nobody is asked. Raises
    ValidationError if there is another draft by now.
    """
    _lock()
    kept = draft(fact, language)
    if kept and kept.stamp != seen:
        raise ValidationError(OTHER_WAITS)
    _keep_what_is_shown(fact, language)
    value = kept or RuleValue(fact=fact, language=language)
    value.text, value.english, value.note, value.answer = text, english, note, ""
    value.author = colleague(by)
    value.changed_at = value.sent_at = timezone.now()
    value.save()
    if not quietly:
        asked = [user.email for user in who_can_approve(value) if user != by]
        registry.tell(asked, "asked", value)
    return value


@transaction.atomic
def send_back(value: RuleValue, seen: str, answer: str) -> None:
    """Say what has to change; raise ValidationError if it is not the value that was read."""
    value = _locked(value, seen)
    value.sent_at, value.answer, value.changed_at = None, answer, timezone.now()
    value.save()
    _tell_author(value, "back")


@transaction.atomic
def take_back(value: RuleValue, seen: str) -> None:
    """Throw the new value away; raise ValidationError if it is not the one that was read."""
    _locked(value, seen).delete()


@transaction.atomic
def approve(
    value: RuleValue, by: User, seen: str, warnings: str = "", reason: str = ""
) -> RuleValue:
    """Make it what visitors read; the value until now becomes past.

    ``warnings`` names those that this clinician ticked, and the reason says why it changes, unless
    its author said so. Raises ValidationError if it is not the value that was read, or translates
    older words.
    """
    value = _locked(value, seen)
    if value.language != DEFAULT and value.english != shown(value.fact):
        raise ValidationError(_OLDER)
    before = RuleValue.objects.filter(fact=value.fact, language=value.language)
    before.filter(state=RuleState.LIVE).update(state=RuleState.PAST)
    value.state, value.approved_by, value.sent_at = RuleState.LIVE, by, None
    value.live_at, value.alone = timezone.now(), value.was_written_by(by)
    value.approved_over, value.note = warnings, value.note or reason
    value.save()
    _show(value)
    _tell_author(value, "agreed")
    return value


@transaction.atomic
def leave_to_english(fact: str, language: str) -> None:
    """Say this rule in that language no more: visitors read the approved English words."""
    _lock()
    FactInLanguage.objects.filter(language=language, name=fact).delete()
    history(fact, language).filter(state=RuleState.LIVE).update(state=RuleState.PAST)


def _show(value: RuleValue) -> None:
    """Triggers on these tables raise the content version: no page is kept with the old value."""
    if value.language == DEFAULT:
        Clinic.objects.filter(pk=1).update(**{FIELDS[value.fact]: value.text})
    else:
        words = {"text": value.text, "english": value.english}
        FactInLanguage.objects.update_or_create(
            language=value.language, name=value.fact, defaults=words
        )


def _keep_what_is_shown(fact: str, language: str) -> None:
    """The first draft of a rule begins its history with what visitors read today."""
    if RuleValue.objects.filter(fact=fact, language=language, state=RuleState.LIVE).exists():
        return
    today = RuleValue(
        fact=fact, language=language, state=RuleState.LIVE, before_approval=True, english=""
    )
    if language == DEFAULT:
        today.text = shown(fact)
    elif row := FactInLanguage.objects.filter(language=language, name=fact).first():
        today.text, today.english = row.text, row.english
    if today.text:
        today.save()


def _lock() -> None:
    """One at a time: the clinic's row stands for all of its rules."""
    Clinic.objects.get_or_create(pk=1)
    Clinic.objects.select_for_update().get(pk=1)


def _locked(value: RuleValue, seen: str) -> RuleValue:
    _lock()
    now = drafts().filter(pk=value.pk).first()
    if now is None or now.stamp != seen:
        raise ValidationError(READ_AGAIN)
    return now


def _tell_author(value: RuleValue, what: str) -> None:
    author = value.author
    if author and author.is_active and author != value.approved_by:
        registry.tell([author.email], what, value if can_see(author, "pages.view_clinic") else None)
