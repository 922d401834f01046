"""Fills the sample clinic of ``make demo`` from files, by the path that words of staff take too."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from pages.clinic import in_languages, rules
from pages.clinic.declared import MEDICAL_RULES, TYPED
from pages.clinic.in_languages import FactInLanguage
from pages.clinic.models import Clinic
from pages.languages import DEFAULT, OTHERS
from pages.markup.blocks import check_facts
from pages.people import APPROVE
from pages.pictures.models import Picture
from pages.profile import sample_pictures
from pages.profile.models import Person, Place, PriceList, StartGuide
from pages.revisions import approval, drafts
from pages.revisions.document import Document, document_models
from pages.revisions.edition import translated_edition
from pages.revisions.revision import Revision, State
from pages.revisions.sources import Source

FOLDER = Path(__file__).parents[1] / "content" / "demo"
#: By the name of their files.
KINDS: dict[str, type[Document]] = {
    "people": Person,
    "places": Place,
    "prices": PriceList,
    "start": StartGuide,
}
#: Who reviewed the medical words, by the language of the words.
REVIEWERS = {
    "en": "Dr. Maya Sample, our medical director, who earns from this clinic",
    "es": "la Dra. Maya Sample, nuestra directora médica, que gana dinero con esta clínica",
}
_CLINICIAN = "sample-clinician"
_UNTRANSLATED = "Translated for the sample clinic. A translator has not read it yet."


@dataclass(frozen=True)
class _Entry:
    """The words of one document in one language, as a file has them."""

    file: Path
    document: Document
    language: str
    words: dict[str, Any]


@transaction.atomic
def load() -> int:
    """Enter and publish all that the files say, unless it is live as it is; how many words are new.

    Raises ValidationError naming the file if its words would not be accepted from staff either.
    """
    _say_facts(FOLDER / "clinic.toml")
    for language in OTHERS:
        _say_facts_in(language, FOLDER / language / "clinic.toml")
    sample_pictures.load(FOLDER / "pictures")
    own = sum(_publish(entry) for language in (DEFAULT, *OTHERS) for entry in _entries(language))
    _clinician_leaves()
    return own + sum(map(translated_edition.publish, document_models()))


def _say_facts(file: Path) -> None:
    clinic, _is_new = Clinic.objects.get_or_create(pk=1)
    texts = tomllib.loads(file.read_text("utf-8"))
    for name, value in texts.items():
        setattr(clinic, name, value)
    try:
        clinic.full_clean(validate_unique=False)
    except ValidationError as error:
        raise _naming(file, error) from error
    clinic.save(update_fields=[name for name in texts if name not in MEDICAL_RULES])
    for fact, field in rules.FIELDS.items():
        if field in texts:
            _approve_rule(fact, texts[field])


def _approve_rule(fact: str, text: str, language: str = DEFAULT, english: str = "") -> None:
    """As a clinician would; not where a colleague's own value waits."""
    if rules.shown(fact, language) != text and not rules.draft(fact, language):
        value = rules.propose(fact, text, None, language=language, english=english, quietly=True)
        rules.approve(value, _clinician(), value.stamp)


def _say_facts_in(language: str, file: Path) -> None:
    """What the file says of facts; of the English words as they are now."""
    clinic = Clinic.load()
    english = in_languages.english(clinic)
    words_by_fact = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    try:
        _check_facts(words_by_fact, english)
    except ValidationError as error:
        raise _naming(file, error) from error
    for name, text in words_by_fact.items():
        if name in rules.FIELDS:
            _approve_rule(name, text, language, english[name])
            continue
        words = {"text": text, "english": english[name]}
        FactInLanguage.objects.update_or_create(language=language, name=name, defaults=words)


def _check_facts(words: dict[str, str], english: dict[str, str]) -> None:
    """Raise ValidationError unless each says a fact that is there, as briefly as it must."""
    if unknown := [name for name in words if not english.get(name)]:
        raise ValidationError(f"no such facts in English: {', '.join(unknown)}")
    typed = {fact.fields[0]: words[fact.name] for fact in TYPED if fact.name in words}
    Clinic(pk=1, **typed).clean_fields()


def _entries(language: str) -> Iterator[_Entry]:
    for name, kind in KINDS.items():
        file = FOLDER / language / f"{name}.toml"
        words_by_slug = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
        for order, (slug, words) in enumerate(words_by_slug.items(), start=1):
            start = {"order": order}
            document, _is_new = kind._default_manager.get_or_create(slug=slug, defaults=start)
            yield _Entry(file, document, language, words)


def _publish(entry: _Entry) -> bool:
    """True if visitors read something new."""
    revision = _written(entry)
    try:
        sources = _sources(entry, revision)
        revision.full_clean(exclude=["document"])
        check_facts(revision.summary)
        draft = _draft(revision, sources)
        if draft.state == State.LIVE:
            return False
        if entry.document.medical:
            approval.approve(draft, _clinician(), REVIEWERS[entry.language], timezone.localdate())
        draft.publish()
    except ValidationError as error:
        raise _naming(entry.file, error) from error
    return True


def _draft(revision: Revision, sources: list[Source]) -> Revision:
    """These words as a draft, or the live ones if they say the same already."""
    english = revision.translates
    draft = drafts.save_draft(revision, sources, None)
    if draft.state == State.LIVE and english and draft.translates != english:
        # The same words, of English ones that changed.
        return draft.copy_as_draft(translates=english)
    if draft.state == State.DRAFT:
        draft.translates = english
    return draft


def _sources(entry: _Entry, revision: Revision) -> list[Source]:
    """Those the file names; a translation rests on what its original rests on."""
    if revision.translates:
        return list(revision.translates.sources.all())
    keys = entry.words.get("sources", [])
    found = list(Source.objects.filter(key__in=keys))
    if len(found) != len(keys):
        raise ValidationError(f"unknown sources among {', '.join(keys)}")
    return found


def _written(entry: _Entry) -> Revision:
    """Its words, not stored; a translation says as the English words do what it leaves out."""
    revision: Revision = entry.document.revision_model()(language=entry.language)
    revision.document = entry.document
    english = entry.document.revisions.filter(state=State.LIVE, language=DEFAULT).first()
    if entry.language != DEFAULT:
        revision.translates, revision.note = english, _UNTRANSLATED
        for name in set(revision.WORDS) - {"language"}:
            setattr(revision, name, getattr(english, name))
    words = {name: entry.words[name] for name in entry.words.keys() - {"sources", "picture"}}
    if key := entry.words.get("picture"):
        words["picture_id"] = Picture.objects.get(key=key).pk
    for name, value in words.items():
        setattr(revision, name, value.strip() if isinstance(value, str) else value)
    revision.body = f"{revision.body.strip()}\n" if revision.body else ""
    return revision


def _clinician() -> User:
    """Who looks at the medical words of the sample, and cannot sign in."""
    user, _is_new = User.objects.get_or_create(
        username=_CLINICIAN, defaults={"first_name": "Maya", "last_name": "Sample"}
    )
    user.set_unusable_password()
    # The database takes an approval only of someone who may give it then.
    user.is_active = True
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename=APPROVE))
    return user


def _clinician_leaves() -> None:
    """Nobody else is approved by a person who is made up."""
    for user in User.objects.filter(username=_CLINICIAN):
        user.user_permissions.clear()
        user.is_active = False
        user.save()


def _naming(file: Path, error: ValidationError) -> ValidationError:
    where = f"{file.parent.name}/{file.name}"
    return ValidationError(f"{where}: {'; '.join(error.messages)}")
