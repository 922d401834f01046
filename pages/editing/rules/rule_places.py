"""The sentences in which visitors would read a new value of a medical rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from pages.clinic.declared import OTHER_WORDS
from pages.clinic.facts import fact_uses, facts_for_words
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleValue
from pages.editing.rules.mentions import live_revisions
from pages.languages import DEFAULT, address_of
from pages.markup.blocks import facts_in
from pages.markup.html import line_to_text, to_html
from pages.markup.reading import sentences_of_html, sentences_of_text
from pages.revisions.revision import Revision

#: Stand around the new value while sentences are taken apart. No words have them.
_FROM, _TO = "\ue000", "\ue001"
_MARKED = re.compile(f"{_FROM}([^{_TO}]*){_TO}?")


@dataclass(frozen=True)
class RulePlace:
    """A page or an answer, what it is, and its sentences with the new value marked."""

    title: str
    path: str
    kind: str
    sentences: list[SafeString]


def rule_places(value: RuleValue) -> list[RulePlace]:
    """Where visitors would read this value; first in words, then on pages that show it beside."""
    return [*_in_words(value), *_beside(value)]


def _in_words(value: RuleValue) -> Iterator[RulePlace]:
    facts = _facts_with(value)
    names = {value.fact, *(name for name, fact in OTHER_WORDS.items() if fact == value.fact)}
    for revision in live_revisions():
        used = facts_in(f"{revision.summary}\n{revision.body}")
        if revision.language == value.language and names & set(used):
            yield RulePlace(
                revision.title,
                address_of(revision.document, revision.language),
                capfirst(str(revision.document._meta.verbose_name)),
                [*_sentences(revision, facts)],
            )


def _beside(value: RuleValue) -> Iterator[RulePlace]:
    if value.language == DEFAULT:
        for use in fact_uses():
            if use.fact == value.fact:
                yield RulePlace(use.page, reverse(use.view), "Page", [])


def _facts_with(value: RuleValue) -> dict[str, SafeString]:
    """All facts as visitors read them, but this one with its new value, marked."""
    clinic = Clinic.load()
    facts = facts_for_words(clinic, value.language)
    new = escape(f"{_FROM}{value.text}{_TO}")
    same = [name for name, fact in OTHER_WORDS.items() if fact == value.fact]
    return facts | dict.fromkeys([value.fact, *same], new)


def _sentences(revision: Revision, facts: dict[str, SafeString]) -> Iterator[SafeString]:
    with translation.override(revision.language):
        body = sentences_of_html(to_html(revision.body, facts))
    summary = sentences_of_text(line_to_text(revision.summary, facts))
    is_inside = False
    for sentence in dict.fromkeys([*summary, *body]):
        # A value may be several sentences: those after its first have no mark of their own.
        marked = f"{_FROM}{sentence}" if is_inside else sentence
        if _FROM in marked:
            yield _bold(marked)
            is_inside = _TO not in marked


def _bold(sentence: str) -> SafeString:
    pieces = enumerate(one.replace(_TO, "") for one in _MARKED.split(sentence))
    html = (format_html("<b>{}</b>", one) if at % 2 else escape(one) for at, one in pieces)
    return format_html_join("", "{}", ((one,) for one in html))
