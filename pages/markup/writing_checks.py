"""Reads words as a careful colleague would, and says what to look at again. It never forbids.

Where a rule comes from stands with it. FTC: Act section 5 and the Health Products Compliance
Guidance (December 2022): claims need sound science, and risks stand with the claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from pages.markup import structure
from pages.markup.claims.finding import claims
from pages.markup.links import hrefs
from pages.markup.reading import Reading, measure, sentences_of_html, sentences_of_text
from pages.markup.remarks import Remark
from pages.markup.samples import unfilled
from pages.markup.structure.addresses import of_links

#: Usual advice for patients is grade 6 to 8; the NIH asks for below 8. This site keeps to 7.
HIGHEST_GRADE = 7.0
#: People lose the thread of longer sentences.
LONGEST_SENTENCE = 25
#: With fewer words the grade says little.
_ENOUGH_WORDS = 40
#: Where the clinic sends people in a crisis, which needs no study behind it.
_ALWAYS_GOOD = frozenset({"988lifeline.org", "www.988lifeline.org"})

_THE_SITE = re.compile(
    r"\b(?:this|our|the|each|every) (?:web)?(?:site|pages?|forms?|building|door)\b"
    r"|\b(?:este|esta|nuestro|nuestra|el|la|cada) (?:sitio|página|formulario|edificio|puerta)\b",
    re.I,
)
_TREATMENT = re.compile(
    r"\b(?:ketamin|treat|infusion|medic|drug|therap|session|depress|pain|tratamiento|infusi|sesi|depresi)",
    re.I,
)
_KETAMINE = re.compile(r"\bketamine\b", re.I)
#: The same words as those of a claim: nobody reads it twice.
_HOW_MANY = "How many? Give the number and its study, or say “some people”"
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
    #: Other words that visitors read with them, such as a price list's.
    more: tuple[str, ...] = ()

    @property
    def said(self) -> list[str]:
        """The sentences, and those of all other words."""
        lines = [line for text in self.more for line in re.split(r"\n| \| ", text)]
        return self.sentences + [one for line in lines for one in sentences_of_text(line)]

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
    """All there is to look at again, in words for staff; each once, and most are a Remark."""
    found: list[str] = [
        Remark.on(one.sentence, one.why, is_claim=True)
        for one in claims(written.said, written.language)
        if written.medical or not _is_about_the_site(one.sentence)
    ]
    found += _in_english(written) if written.language == "en" else []
    found += unfilled(written.body)
    found += links(written, own_host, leads_somewhere)
    found += alternatives(written.body)
    found += structure.look_at(written.body)
    return list(dict.fromkeys(found))


def _is_about_the_site(sentence: str) -> bool:
    """True of words like “This site works for everyone”, which promise nothing of a treatment."""
    return bool(_THE_SITE.search(sentence)) and not _TREATMENT.search(sentence)


def _in_english(written: Written) -> Iterator[str]:
    """What is known of no other language; a translation keeps to the words it translates."""
    yield from hard_to_read(written)
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
        yield Remark.on(reading.longest_sentence, f"A sentence has {long} words")


def numbers(written: Written) -> Iterator[str]:
    """Most or many without a number, and a share without a source. (FTC: sound science.)"""
    for sentence in written.sentences:
        if _VAGUE.search(sentence) and not _NUMBER.search(sentence) and sentence[-1:] != "?":
            yield Remark.on(sentence, _HOW_MANY)
        if written.medical and not written.sources and _PERCENTAGE.search(sentence):
            yield Remark.on(sentence, "A number needs a source")


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
                yield Remark(f"{where}There is no place here called {href}", href)
        elif href.startswith("/") or (host and host == own):
            path = _path(href)
            if path.startswith(_STAFF):
                yield Remark(f"{where}Only staff can open this link: {href}", href)
            elif not leads_somewhere(path):
                yield Remark(f"{where}This link leads nowhere: {href}", href)
        elif host and host not in known:
            told = f"{where}This link leaves the site for one that is not in the sources: {href}"
            yield Remark(told, href)


def alternatives(body: str) -> Iterator[str]:
    """A picture or a link that says nothing to someone who hears the page. (WCAG 1.1.1, 2.4.4.)"""
    for number, line in enumerate(body.splitlines(), start=1):
        if found := _NO_ALTERNATIVE.search(line):
            told = f"Line {number}: A picture has no words for people who cannot see it."
            yield Remark(told, found[0])
        if found := _NO_LINK_TEXT.search(line):
            yield Remark(f"Line {number}: A link has no words: [ ](…)", found[0])


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
