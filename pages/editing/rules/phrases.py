"""Finds where visitors read a phrase, so that a rule said in many places changes in all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.admin.utils import label_for_field
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from pages import admin_addresses
from pages.clinic.declared import FACTS, Fact, Kind
from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from pages.editing.rules.disagreements import Disagreement, Sentence, disagreements
from pages.editing.rules.mentions import live_revisions
from pages.languages import OTHERS, address_of
from pages.revisions.gone.saying import sentences_read
from pages.staff import frame

#: Rules that stand in the words of several pages and in no fact, and phrases that find them.
_IN_WORDS_ONLY = (
    ("Pregnancy", "pregnan"),
    ("Allergy", "allerg"),
    ("Blood pressure", "blood pressure"),
    ("When we read messages", "messages"),
    ("Help in a crisis", "988"),
)
LONGEST = 80


@dataclass(frozen=True)
class Found:
    """A page or an answer that has the phrase: in which sentences, where to read, where to change.

    ``language_name`` is empty for English.
    """

    title: str
    language_name: str
    path: str
    edit: str
    sentences: list[SafeString]
    #: The same, as text.
    texts: list[str]


def rules() -> list[tuple[str, str]]:
    """What is offered: each rule, and the phrase that finds all sentences on it."""
    of_facts = [(_name(fact), fact.found_by) for fact in FACTS if fact.found_by]
    return [*of_facts, *_IN_WORDS_ONLY]


def _name(fact: Fact) -> str:
    """What staff call it in the form of the facts."""
    if fact.kind is Kind.LIST:
        return capfirst(fact.name)
    return capfirst(str(label_for_field(fact.fields[0], Clinic)))


def phrases(request: HttpRequest) -> HttpResponse:
    """The staff page that finds one; all staff may know what all see."""
    wanted = " ".join(request.GET.get("words", "").split())[:LONGEST]
    found = list(find(wanted)) if wanted else []
    context = {
        "title": "Where is it said?",
        "wanted": wanted,
        "longest": LONGEST,
        "rules": rules(),
        "found": found,
        "disagreements": disagreeing(found),
    }
    return frame.page(request, "admin/phrases.html", context)


def find(phrase: str) -> Iterator[Found]:
    """What visitors read now with this phrase in a sentence, in any case, however spaced.

    Words may go on after it, and not before: “eat” is in “eating”, and not in “treatment”.
    """
    spaced = r"\s+".join(map(re.escape, phrase.split()))
    starts = r"\b" if phrase.strip()[:1].isalnum() else ""
    pattern = re.compile(rf"({starts}{spaced})", re.IGNORECASE)
    clinic = Clinic.load()
    facts = {code: facts_for_words(clinic, code) for code, _name in settings.LANGUAGES}
    for revision in live_revisions():
        sentences = sentences_read(revision, facts[revision.language])
        texts = [one for one in sentences if pattern.search(one)]
        if texts:
            document = revision.document
            yield Found(
                revision.title,
                OTHERS.get(revision.language, ""),
                address_of(document, revision.language),
                admin_addresses.change(document, revision.language),
                [_marked(text, pattern) for text in texts],
                texts,
            )


def disagreeing(found: list[Found]) -> list[Disagreement]:
    """What does not agree in what was found, each language for itself."""
    by_language: dict[str, list[Sentence]] = {}
    for one in found:
        sentences = by_language.setdefault(one.language_name, [])
        sentences += [Sentence(text, one.title) for text in one.texts]
    return [
        disagreement
        for sentences in by_language.values()
        for disagreement in disagreements(sentences)
    ]


def _marked(sentence: str, pattern: re.Pattern[str]) -> SafeString:
    """The sentence with what was looked for marked."""
    pieces = enumerate(pattern.split(sentence))
    html = (format_html("<mark>{}</mark>", one) if at % 2 else escape(one) for at, one in pieces)
    return format_html_join("", "{}", ((one,) for one in html))
