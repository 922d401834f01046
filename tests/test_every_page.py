"""What must be true of every page a visitor can reach, with the words a new site starts with."""

import json
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from clinic_site.stylesheets import SITE
from pages.markup.reading import measure, sentences_of_html
from tests.visit import FIRST_FLIGHT, Visit, size_of_first_visit

# Without it pytest would make no test database, and the visits would go to a real one.
pytestmark = pytest.mark.django_db

FONTS = 32 * 1024
STYLES = 8 * 1024
POLICY = "default-src 'none';style-src 'self';font-src 'self';img-src 'self';connect-src 'self';"

#: About this site itself, or a draft to fill in: there is nothing to cite.
NO_SOURCES = {"accessibility", "cookies", "privacy", "language-help", "notice-of-nondiscrimination"}

#: Promises, sales talk, and words that hurt. A sentence that needs one of them is another sentence.
FORBIDDEN = [
    *("safe and effective", "breakthrough", "revolution", "miracle", "lease on life", "guarantee"),
    *("rapid relief", "proven", "cutting-edge", "state-of-the-art", "innovative", "transforming"),
    *("suffering from", "sufferer", "addict ", "addicts", "commit suicide", "committed suicide"),
    *("click here", "simply", "obviously", "of course", "lorem", "todo", "{", "}", ":::", "!!"),
]


def broken(visits: dict[str, Visit], holds: Callable[[Visit], object], **only: bool) -> list[str]:
    """Addresses where it does not hold, among those that are (not) kept or about health."""
    chosen = [
        visit
        for visit in visits.values()
        if all(getattr(visit, name) == wanted for name, wanted in only.items())
    ]
    assert chosen
    return [visit.path for visit in chosen if not holds(visit)]


def test_there_is_a_whole_site(visits: dict[str, Visit]) -> None:
    assert sum(path.startswith("/questions/") for path in visits) >= 36
    assert {"/", "/treatment/", "/cost/", "/your-visit/", "/help-now/", "/privacy/"} <= set(visits)


def test_every_page_answers(visits: dict[str, Visit]) -> None:
    assert broken(visits, lambda visit: visit.reply.status == visit.status) == []


def test_every_page_is_well_formed(visits: dict[str, Visit]) -> None:
    mistakes = {path: visit.page.mistakes for path, visit in visits.items()}
    assert {path: found for path, found in mistakes.items() if found} == {}
    assert (
        broken(visits, lambda v: v.reply.body.lower().lstrip().startswith(b"<!doctype html>")) == []
    )


def test_every_page_says_its_language(visits: dict[str, Visit]) -> None:
    assert broken(visits, lambda v: v.page.tags("html")[0].get("lang") == "en") == []


def test_every_page_has_one_heading_and_no_level_is_skipped(visits: dict[str, Visit]) -> None:
    def in_order(visit: Visit) -> bool:
        levels = [int(one.tag[1]) for one in visit.page.tags("h1", "h2", "h3", "h4", "h5", "h6")]
        steps = pairwise(levels)
        return levels.count(1) == 1 and all(below - above <= 1 for above, below in steps)

    assert broken(visits, in_order) == []


def test_every_title_is_short_and_its_own(visits: dict[str, Visit]) -> None:
    pages = {v.path.split("?")[0]: v for v in visits.values() if v.status == 200}
    titles = {path: v.page.tags("title")[0].words.strip() for path, v in pages.items()}
    assert {path: title for path, title in titles.items() if not 0 < len(title) <= 70} == {}
    assert [title for title, times in Counter(titles.values()).items() if times > 1] == []


def test_every_kept_page_says_what_it_is_about(visits: dict[str, Visit]) -> None:
    long_enough = range(40, 171)
    assert (
        broken(visits, lambda v: len(v.page.meta("description")) in long_enough, is_kept=True) == []
    )
    assert broken(visits, lambda v: v.page.meta("og:title"), is_kept=True) == []
    about = {v.page.meta("description") for v in visits.values() if v.is_kept}
    assert len(about) == sum(v.is_kept for v in visits.values()) - 1  # ?open=all is the list again


def test_every_page_has_one_address(visits: dict[str, Visit]) -> None:
    def canonical(visit: Visit) -> bool:
        path = visit.path.split("?")[0]
        return visit.page.links("canonical") == [settings.SITE_URL + path]

    assert broken(visits, canonical, is_kept=True) == []


def test_errors_searches_and_thanks_stay_out_of_search_engines(visits: dict[str, Visit]) -> None:
    def hidden(visit: Visit) -> bool:
        return "noindex" in visit.page.meta("robots") and not visit.page.links("canonical")

    passing = {path: v for path, v in visits.items() if v.status != 200 or not v.is_kept}
    del passing["/contact/"]
    assert len(passing) > 6
    assert broken(passing, hidden) == []


def test_help_is_one_tap_away_on_every_page(visits: dict[str, Visit]) -> None:
    def has_bar(visit: Visit) -> bool:
        bar = [one for one in visit.page.tags("a") if one.is_inside(css_class="crisis")]
        return {"tel:988", "sms:988"} <= {one.get("href") for one in bar}

    assert broken(visits, has_bar) == []


def test_every_page_has_its_landmarks(visits: dict[str, Visit]) -> None:
    def has_landmarks(visit: Visit) -> bool:
        tags = Counter(one.tag for one in visit.page.elements if not one.is_inside("main"))
        skip = visit.page.tags("a")[0]
        target = [one for one in visit.page.elements if one.get("id") == "main"]
        return (
            tags["main"] == 1
            and tags["header"] >= 1
            and tags["footer"] >= 1
            and tags["nav"] >= 1
            and skip.get("href") == "#main"
            and [one.tag for one in target] == ["main"]
        )

    assert broken(visits, has_landmarks) == []


def test_no_page_runs_anything(visits: dict[str, Visit]) -> None:
    def is_still(visit: Visit) -> bool:
        scripts = [one.get("type") for one in visit.page.tags("script")]
        return (
            set(scripts) <= {"application/ld+json"}
            and not visit.page.tags("style", "iframe", "object", "embed")
            and not any(
                name == "style" or name.startswith("on") or value.startswith("javascript:")
                for one in visit.page.elements
                for name, value in one.attributes.items()
            )
        )

    assert broken(visits, is_still) == []


def test_every_page_of_words_has_structured_data_that_can_be_read(visits: dict[str, Visit]) -> None:
    of_words = {path: visit for path, visit in visits.items() if visit.sources is not None}
    assert broken(of_words, lambda v: v.page.tags("script")) == []
    for visit in visits.values():
        for script in visit.page.tags("script"):
            data = json.loads(script.words)
            assert data["@context"] == "https://schema.org", visit.path


def test_no_page_asks_another_host(visits: dict[str, Visit]) -> None:
    def stays(visit: Visit) -> bool:
        return all(re.match(r"/(?!/)", address) for address in visit.page.loaded())

    assert broken(visits, stays) == []


def test_every_answer_carries_the_policy(visits: dict[str, Visit]) -> None:
    def is_strict(visit: Visit) -> bool:
        headers = visit.reply.headers
        helps = [one for one in visit.page.tags("section") if "help" in one.get("class").split()]
        return (
            headers["content-security-policy"].startswith(POLICY)
            and headers["x-content-type-options"] == "nosniff"
            # Where help stands first, no page at all may learn what was typed.
            and headers["referrer-policy"] == ("no-referrer" if helps else "same-origin")
            and headers["cross-origin-opener-policy"] == "same-origin"
            and headers["cross-origin-resource-policy"] == "same-origin"
            and "access-control-allow-origin" not in headers
            and "camera=()" in headers["permissions-policy"]
        )

    assert broken(visits, is_strict) == []


def test_public_pages_are_for_everyone_and_the_others_for_nobody_else(
    visits: dict[str, Visit],
) -> None:
    def for_everyone(visit: Visit) -> bool:
        headers = visit.reply.headers
        return headers["cache-control"] == "public, no-cache" and "set-cookie" not in headers

    assert broken(visits, for_everyone, is_kept=True) == []
    assert (
        broken(visits, lambda v: "no-store" in v.reply.headers["cache-control"], is_kept=False)
        == []
    )


def test_no_page_sets_a_cookie(visits: dict[str, Visit]) -> None:
    assert broken(visits, lambda visit: "set-cookie" not in visit.reply.headers) == []


def too_large(visits: dict[str, Visit]) -> dict[str, int]:
    """Sizes of first visits that need more than the first flight."""
    sizes = {path: size_of_first_visit(visit) for path, visit in visits.items()}
    return {path: size for path, size in sizes.items() if size > FIRST_FLIGHT}


def test_a_first_visit_arrives_in_the_first_flight(visits: dict[str, Visit]) -> None:
    assert too_large(visits) == {}


def test_before_the_site_opens_too(visits_before_opening: dict[str, Visit]) -> None:
    assert too_large(visits_before_opening) == {}


def test_before_the_site_opens_every_page_says_so_and_stays_out_of_search_engines(
    visits_before_opening: dict[str, Visit],
) -> None:
    def says_so(visit: Visit) -> bool:
        line = [one.words for one in visit.page.elements if one.get("class") == "preparing"]
        return line == ["This site is being prepared."]

    def hidden(visit: Visit) -> bool:
        return visit.page.meta("robots") == "noindex" and not visit.page.links("canonical")

    assert broken(visits_before_opening, says_so) == []
    assert broken(visits_before_opening, hidden) == []


def test_an_open_site_says_nothing_of_that(visits: dict[str, Visit]) -> None:
    assert broken(visits, lambda v: "being prepared" not in v.reply.body.decode()) == []
    assert broken(visits, lambda v: "noindex" not in v.page.meta("robots"), is_kept=True) == []


def test_pages_leave_compressed(visits: dict[str, Visit]) -> None:
    assert (
        broken(visits, lambda v: v.served.headers["content-encoding"] == "br", is_kept=True) == []
    )


def test_stylesheets_are_small() -> None:
    sheet = finders.find(SITE)
    assert sheet
    assert 0 < len(brotli.compress(Path(sheet).read_bytes(), quality=11)) <= STYLES


def test_fonts_are_small() -> None:
    fonts = [Path(path) for path in Path(settings.BASE_DIR / "static").rglob("*.woff2")]
    assert 0 < sum(font.stat().st_size for font in fonts) <= FONTS


def test_links_lead_somewhere(visits: dict[str, Visit]) -> None:
    known = {path.split("?")[0] for path, visit in visits.items() if visit.status == 200}
    # Visited in tests/test_shipped_spanish.py.
    known |= {"/es/", "/es/help-now/", "/es/contact/", "/es/treatment-day/"}
    # Always there, so that danger is read in Spanish: tests/faq/search/test_help_first.py.
    known.add("/es/questions/search/")
    ids = {v.path: {one.get("id") for one in v.page.elements} for v in visits.values()}
    lost = set()
    for visit in visits.values():
        for link in visit.page.tags("a"):
            target = link.get("href")
            path, _, anchor = target.partition("#")
            path = path.split("?")[0] or visit.path
            is_ours = target.startswith(("/", "#"))
            is_there = path in known | {visit.path} and (
                not anchor or anchor in ids.get(path, {anchor})
            )
            if is_ours and not is_there:
                lost.add(f"{visit.path} -> {target}")
    assert lost == set()


def test_what_has_sources_shows_them_and_claims_no_review(visits: dict[str, Visit]) -> None:
    """Of words that nobody reviewed, it says nothing of a review: neither that nor when."""

    def is_backed(visit: Visit) -> bool:
        rows = [one for one in visit.page.tags("li") if one.is_inside(css_class="sources")]
        state = [one.words for one in visit.page.elements if "reviewed" in one.get("class").split()]
        return len(rows) == visit.listed and state == []

    with_sources = {path: visit for path, visit in visits.items() if visit.sources}
    assert len(with_sources) > 35
    assert broken(with_sources, is_backed) == []


def test_no_page_says_that_nobody_reviewed_it(visits: dict[str, Visit]) -> None:
    """By its words, wherever they stand: it would frighten who reads it and help nobody."""
    told = re.compile(
        r"(?:clinician|doctor|nobody|no one) (?:has |have )?(?:yet )?(?:reviewed|checked)"
        r"|(?:not|never|yet to) (?:been |be )?(?:medically )?reviewed|unreviewed|not yet checked",
        re.IGNORECASE,
    )
    assert [path for path, visit in visits.items() if told.search(visit.page.text)] == []


def test_our_own_rules_are_no_source_that_visitors_see(visits: dict[str, Visit]) -> None:
    assert [path for path, v in visits.items() if "Our own rules and practice" in v.page.text] == []


def test_only_what_says_nothing_medical_has_no_sources(visits: dict[str, Visit]) -> None:
    without = {path.strip("/").split("/")[-1] for path, v in visits.items() if v.sources == 0}
    assert without <= NO_SOURCES


def test_every_page_can_be_read_by_a_seventh_grader(visits: dict[str, Visit]) -> None:
    def grade(visit: Visit) -> float:
        prose = visit.page.html_of(visit.page.tags("main")[0])
        for sources in visit.page.tags("ol"):
            if sources.get("class") == "sources":
                prose = prose.replace(visit.page.html_of(sources), "")
        return measure(sentences_of_html(prose)).grade

    grades = {path: round(grade(visit), 1) for path, visit in visits.items()}
    assert max(grades.values()) > 2
    assert {path: level for path, level in grades.items() if level > 7} == {}


def test_no_page_promises_or_hurts(visits: dict[str, Visit]) -> None:
    found = {
        path: [word for word in FORBIDDEN if word in visit.page.main.lower()]
        for path, visit in visits.items()
    }
    assert {path: words for path, words in found.items() if words} == {}
