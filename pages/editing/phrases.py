"""Finds where visitors read certain words, so that a rule said in many places changes in all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from pages.editing.fact_places import live_words
from pages.languages import OTHERS, address_of
from pages.markup.html import to_html
from pages.markup.reading import sentences_of_html, sentences_of_text

#: Rules that stand in the words of several pages, and words that find them.
RULES = (
    ("No driving", "next day"),
    ("A course", "6 sessions"),
    ("The FDA", "FDA"),
    ("Prices", "$"),
    ("Help in a crisis", "988"),
)
LONGEST = 80


@dataclass(frozen=True)
class Said:
    """A page or an answer that says it: in which sentences, where to read and where to change.

    ``language`` is empty for English.
    """

    title: str
    language: str
    path: str
    edit: str
    sentences: list[SafeString]


def said_where(wanted: str) -> Iterator[Said]:
    """Live words in which a sentence has these words, in any case, however spaced."""
    spaced = r"\s+".join(map(re.escape, wanted.split()))
    pattern = re.compile(rf"({spaced})", re.IGNORECASE)
    facts = facts_for_words(Clinic.load())
    for words in live_words():
        found = [_marked(one, pattern) for one in _sentences(words, facts) if pattern.search(one)]
        if found:
            label = words.document._meta.label_lower.replace(".", "_")
            yield Said(
                words.title,
                OTHERS.get(words.language, ""),
                address_of(words.document, words.language),
                reverse(f"admin:{label}_change", args=[words.document_id]),
                found,
            )


def _sentences(words: Any, facts: dict[str, SafeString]) -> list[str]:
    """As visitors read them, each once."""
    with translation.override(words.language):
        body = sentences_of_html(to_html(words.body, facts))
    return [*dict.fromkeys([words.title, *sentences_of_text(words.summary), *body])]


def _marked(sentence: str, pattern: re.Pattern[str]) -> SafeString:
    """The sentence with what was looked for marked."""
    pieces = enumerate(pattern.split(sentence))
    html = (format_html("<mark>{}</mark>", one) if at % 2 else escape(one) for at, one in pieces)
    return format_html_join("", "{}", ((one,) for one in html))
