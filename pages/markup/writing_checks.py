"""Reads words as a careful colleague would, and says what to look at again. It never forbids.

Where a rule comes from stands with it. FTC: Act section 5 and the Health Products Compliance
Guidance (December 2022): claims need sound science, and risks stand with the claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from pages.markup import structure
from pages.markup.links import hrefs
from pages.markup.reading import Reading, measure, sentences_of_html, sentences_of_text
from pages.markup.structure.addresses import of_links

#: Usual advice for patients is grade 6 to 8; the NIH asks for below 8. This site keeps to 7.
HIGHEST_GRADE = 7.0
#: People lose the thread of longer sentences.
LONGEST_SENTENCE = 25
#: So many words.
_SHORTLY = 5
#: With fewer words the grade says little.
_ENOUGH_WORDS = 40
#: Where the clinic sends people in a crisis, which needs no study behind it.
_ALWAYS_GOOD = frozenset({"988lifeline.org", "www.988lifeline.org"})

#: One claim each, and how staff know it. None of them may be made of this treatment.
_CLAIMS = (
    (re.compile(r"\bcur(?:e|es|ed|ing)\b", re.I), "No treatment here is a cure"),
    (re.compile(r"\b(?:clinically )?proven\b", re.I), "“Proven” promises more than studies can"),
    (re.compile(r"\bguarantee[ds]?\b", re.I), "Nobody can guarantee a result"),
)
#: Wrong although, or because, they say “not”.
_DENIALS = (
    (
        re.compile(r"\b(?:not|isn['’]t|non-?) ?(?:an? )?addictive\b", re.I),
        "Ketamine can be addictive",
    ),
    (
        re.compile(r"\bsafe (?:and|&) effective\b", re.I),
        "The FDA has not found ketamine safe and effective for this",
    ),
)
_NO = re.compile(r"\b(?:no|not|never|nobody|none|cannot|without|nor)\b|n['’]t\b", re.I)
_APPROVED = re.compile(r"\bFDA[- ]approv|\bapproved by the FDA\b|\bFDA (?:has )?approved\b", re.I)
_KETAMINE = re.compile(r"\bketamine\b", re.I)
_MEANS_ANOTHER = re.compile(r"\besketamine\b|\bspravato\b|\banesthetic\b", re.I)
_VAGUE = re.compile(r"\b(?:most|many)(?: of)?(?: the| our)? (?:people|patients|adults)\b", re.I)
_NUMBER = re.compile(
    r"\d|\b(?:half|third|quarter|one|two|three|four|five|six|seven|eight|nine|ten)\b", re.I
)
_PERCENTAGE = re.compile(r"\d ?%|\bpercent\b|\b\d+ (?:in|of|out of)(?: every)? (?:10|100)\b", re.I)
_RISK = re.compile(
    r"\brisks?\b|side effects?|\bharm|\bunsafe\b|\bdanger|\bmisuse|\bworse\b|\bbladder\b"
    r"|blood pressure|\baddict|\bemergency\b|\b988\b",
    re.I,
)
_BENEFIT = re.compile(
    r"\b(?:helps?|helped|better|improve[sd]?|works?|worked|relie(?:f|ves?))\b", re.I
)
_CONDITION = re.compile(
    r"\b(?:depression|depressed|anxiety|PTSD|bipolar|OCD|suicidal|mood)\b|\bchronic pain\b", re.I
)
_OFF_LABEL = re.compile(
    r"\boff[- ]label\b|\bnot (?:been )?(?:FDA[- ])?approved\b|\bhas not approved\b", re.I
)
_NO_ALTERNATIVE = re.compile(r"!\[\s*\]\(")
_NO_LINK_TEXT = re.compile(r"(?<!!)\[\s*\]\(")
#: Where the pages of staff begin.
_STAFF = "/staff/"


@dataclass(frozen=True)
class Written:
    """Words to look at: as typed, and as the HTML visitors get of the body."""

    title: str
    summary: str
    body: str
    html: str
    medical: bool
    #: Addresses of the sources; empty for one that is not on the web.
    sources: tuple[str, ...] = ()
    language: str = "en"

    @property
    def sentences(self) -> list[str]:
        """All of them in the order they are read."""
        return [self.title, *sentences_of_text(self.summary), *sentences_of_html(self.html)]

    @property
    def reading(self) -> Reading:
        """How hard they are to read."""
        return measure(self.sentences)


def warnings_about(
    written: Written, own_host: str, leads_somewhere: Callable[[str], bool] = lambda _path: True
) -> list[str]:
    """All there is to look at again, in words for staff; each once."""
    found = list(_in_english(written)) if written.language == "en" else []
    found += links(written, own_host, leads_somewhere)
    found += alternatives(written.body)
    found += structure.look_at(written.body)
    return list(dict.fromkeys(found))


def _in_english(written: Written) -> Iterator[str]:
    """What is known of no other language; a translation keeps to the words it translates."""
    yield from hard_to_read(written)
    yield from claims(written.sentences)
    yield from numbers(written)
    if written.medical:
        yield from fair_balance(written)


def hard_to_read(written: Written) -> Iterator[str]:
    """A grade above 7, and a sentence of more than 25 words. (NIH: below 8th grade.)

    The grade is made for English, so other languages get none.
    """
    reading = written.reading
    if (
        written.language == "en"
        and reading.words >= _ENOUGH_WORDS
        and reading.grade > HIGHEST_GRADE
    ):
        grade = f"{reading.grade:.1f}".removesuffix(".0")
        yield f"Reads like grade {grade}. Shorter sentences and words bring it down to 7."
    long = len(reading.longest_sentence.split())
    if long > LONGEST_SENTENCE:
        yield f"A sentence has {long} words: {_short(reading.longest_sentence)}"


def claims(sentences: Iterable[str]) -> Iterator[str]:
    """Words that claim more than anyone can. (FTC; the FDA on ketamine, 10 October 2023.)

    A question, and a sentence that denies it, claims nothing.
    """
    for sentence in sentences:
        if sentence.endswith("?"):
            continue
        for pattern, why in _CLAIMS:
            if _is_claimed(pattern, sentence):
                yield f"{why}: {_short(sentence)}"
        for pattern, why in _DENIALS:
            if pattern.search(sentence):
                yield f"{why}: {_short(sentence)}"
        if _calls_ketamine_approved(sentence):
            yield f"The FDA approved ketamine only as an anesthetic: {_short(sentence)}"


def _calls_ketamine_approved(sentence: str) -> bool:
    near = _is_claimed(_APPROVED, sentence) and _KETAMINE.search(sentence)
    return bool(near and not _MEANS_ANOTHER.search(sentence))


def _is_claimed(pattern: re.Pattern[str], sentence: str) -> bool:
    """True if the sentence says so, and no “not” stands shortly before."""
    found = pattern.search(sentence)
    before = sentence[: found.start()].split()[-_SHORTLY:] if found else []
    return found is not None and not _NO.search(" ".join(before))


def numbers(written: Written) -> Iterator[str]:
    """Most or many without a number, and a share without a source. (FTC: sound science.)"""
    for sentence in written.sentences:
        if _VAGUE.search(sentence) and not _NUMBER.search(sentence) and sentence[-1:] != "?":
            yield f"How many? Say the number if you know it: {_short(sentence)}"
        if written.medical and not written.sources and _PERCENTAGE.search(sentence):
            yield f"A number needs a source: {_short(sentence)}"


def fair_balance(written: Written) -> Iterator[str]:
    """A benefit with no risk beside it (FTC), or an unapproved use not called so (FDA, 2023)."""
    text = " ".join(written.sentences)
    if not (_KETAMINE.search(text) and _BENEFIT.search(text)):
        return
    if not _RISK.search(text):
        yield "It tells of help but of no risk. Name a risk, as plainly as the benefit."
    if _CONDITION.search(text) and not _OFF_LABEL.search(text):
        yield "It does not say that this use of ketamine is off-label: not approved by the FDA."


def links(written: Written, own_host: str, leads_somewhere: Callable[[str], bool]) -> Iterator[str]:
    """Links that lead nowhere, and links to sites that are not among the sources."""
    own = own_host.removeprefix("www.")
    known = {_host(address) for address in written.sources} | _ALWAYS_GOOD
    lines = of_links(written.body)
    for href in hrefs(written.html):
        where = f"Line {lines[href]}: " if href in lines else ""
        host = _host(href)
        if href.startswith("#"):
            if f'id="{href[1:]}"' not in written.html and href != "#sources":
                yield f"{where}There is no place here called {href}"
        elif href.startswith("/") or (host and host == own):
            path = _path(href)
            if path.startswith(_STAFF):
                yield f"{where}Only staff can open this link: {href}"
            elif not leads_somewhere(path):
                yield f"{where}This link leads nowhere: {href}"
        elif host and host not in known:
            yield f"{where}This link leaves the site for one that is not in the sources: {href}"


def alternatives(body: str) -> Iterator[str]:
    """A picture or a link that says nothing to someone who hears the page. (WCAG 1.1.1, 2.4.4.)"""
    for number, line in enumerate(body.splitlines(), start=1):
        if _NO_ALTERNATIVE.search(line):
            yield f"Line {number}: A picture has no words for people who cannot see it."
        if _NO_LINK_TEXT.search(line):
            yield f"Line {number}: A link has no words: [ ](…)"


def _path(href: str) -> str:
    """Where it leads on this site, with its place on the page."""
    parts = urlsplit(href)
    place = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.path or '/'}{place}"


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        # No address at all, which is told as such.
        return ""


def _short(sentence: str) -> str:
    return f"“{sentence if len(sentence) <= 120 else sentence[:117].rstrip() + '…'}”"
