"""Finds what was typed in another language than that of the page, or is said only in another.

A Spanish question typed on an English page finds the Spanish answers. A Spanish question that
nothing Spanish answers finds the English words that nobody translated yet, by what both languages
call the same: the groups of ``synonyms/``, and names such as Medicare.
"""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from faq.search.index import Edition, Found, Index, indexes
from faq.search.lexicon import GROUP
from faq.search.spelling import is_english
from faq.search.terms import Term, words_of
from pages.languages import DEFAULT


def look_everywhere(query: str, language: str = settings.LANGUAGE_CODE) -> Found:
    """What there is for what someone typed on a page in this language, in whatever language."""
    edition = Edition.now()
    all_of_them = {code: indexes.of(code, edition) for code, _name in settings.LANGUAGES}
    here = all_of_them.pop(language)
    for code, there in all_of_them.items():
        if _is_written_in(there, here, query):
            found = there.find(query)
            if found.answers:
                return replace(found, language=code)
    found = here.find(query)
    if language != DEFAULT and not found.answers and not here.is_missing(query):
        return _untranslated(query, here, all_of_them[DEFAULT]) or found
    return found


def _is_written_in(there: Index, here: Index, query: str) -> bool:
    """True if more of its words are known in the other language alone than in this one alone."""
    words = [word.folded for word in words_of(query)]
    theirs = [word for word in words if _is_word(there, word) and not _is_word(here, word)]
    ours = [word for word in words if _is_word(here, word) and not _is_word(there, word)]
    return len(theirs) > len(ours)


def _is_word(index: Index, word: str) -> bool:
    """True for a word of this language, as far as the search knows it."""
    if index.lexicon.language == DEFAULT and is_english(word):
        return True
    return word in index.ranking.vocabulary or word in index.lexicon.words


def _untranslated(query: str, here: Index, english: Index) -> Found | None:
    """English answers that nobody said in this language yet; none if nothing fits for sure."""
    terms = [_shared(term) for term in here.ranking.understand(query)]
    if not any(key.startswith(GROUP) for term in terms for key in term.keys):
        return None
    there = {one.findable.name for one in here.candidates}
    found = english.find_terms(terms, without=there)
    return replace(found, language=DEFAULT) if found.answers else None


def _shared(term: Term) -> Term:
    """What of a term means the same in both languages: its groups, and names of no language."""
    keys = {
        key: likeness
        for key, likeness in term.keys.items()
        if key.startswith(GROUP) or not is_english(key)
    }
    return replace(term, keys=keys or {f"{GROUP}?": 1.0})
