"""Blocks show what was written in them, in its order, and only HTML of the kinds we know."""

import re
from time import process_time

import pytest
from django.core.exceptions import ValidationError

from pages.markup.blocks import check_body, facts_in, parse
from pages.markup.fair_numbers import arm
from pages.markup.html import headings, to_html


def show(body: str, **facts: str) -> str:
    """The HTML without the space between tags."""
    return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", str(to_html(body, facts)))).strip()


def lines(*written: str) -> str:
    return "\n".join(written)


# Sanitizing


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[x](ftp://files.example/a)", "<p><a>x</a></p>"),
        ("[x](magnet:a)", "<p><a>x</a></p>"),
        ("# The title is not written here", "The title is not written here"),
        ("```python\nx\n```", "<code>x</code>"),
        ("|a|\n|:-:|\n|b|", "<table><thead><tr><th>a</th></tr></thead>"),
        ("![A picture](/a.png)", '!<a href="/a.png">A picture</a>'),
        ("#### Too deep", "Too deep"),
    ],
)
def test_tags_and_attributes_we_do_not_know_are_taken_out(written: str, shown: str) -> None:
    html = show(written)
    assert shown in html
    assert not re.search(r"<(h1|h4|pre|img)|style=|class=|ftp:|magnet:", html)


@pytest.mark.parametrize(
    "written",
    [
        "https://a.example/",
        "http://a.example/",
        "tel:+12025550142",
        "sms:+12025550142",
        "mailto:desk@clinic.example",
        "/cost/#prices",
    ],
)
def test_links_lead_where_people_may_go(written: str) -> None:
    assert show(f"[x]({written})") == f'<p><a href="{written}">x</a></p>'


def test_a_fact_that_nobody_knows_is_left_as_it_is_written() -> None:
    assert show("Call {phone} or {unknown}.", phone="1") == "<p>Call 1 or {unknown}.</p>"


# Headings


def test_headings_in_blocks_are_not_in_the_list() -> None:
    body = lines("## First", "Text", "::: important", "## Inside", ":::", "## Second *one*", "# No")
    assert headings(body) == [("first", "First"), ("second-one", "Second one")]
    assert headings("") == []


def test_each_heading_has_an_anchor() -> None:
    assert show("## One\n\n### Two") == '<h2 id="one">One</h2><h3 id="two">Two</h3>'


# Blocks


def test_text_and_blocks_stand_in_their_order() -> None:
    body = lines(
        "Before.",
        "::: status",
        "One.",
        "::: checklist",
        "- Two",
        ":::",
        "Three.",
        ":::",
        "After.",
    )
    shown = show(body)
    words = re.findall(r"Before|One|Two|Three|After", shown)
    assert words == ["Before", "One", "Two", "Three", "After"]
    assert shown.count('<div class="status flow">') == 1
    assert '<ul class="checklist"><li><span>Two</span></li></ul>' in shown
    assert shown.startswith("<p>Before.</p>")
    assert shown.endswith("</div><p>After.</p>")


def test_a_block_of_rows_shows_its_title_its_intro_and_each_row() -> None:
    body = lines(
        "::: ledger *Fees* {phone}",
        "Said {phone} once.",
        "- A visit | **$5** | or {phone}",
        "- Free | nothing",
        ":::",
    )
    assert show(body, phone="<b>1</b>") == (
        "<h3><em>Fees</em><b>1</b></h3><p>Said<b>1</b>once.</p>"
        '<dl class="ledger">'
        "<div><dt>A visit</dt><dd><b><strong>$5</strong></b>or<b>1</b></dd></div>"
        "<div><dt>Free</dt><dd>nothing</dd></div></dl>"
    )


def test_a_row_that_leads_somewhere_is_a_link_as_a_whole() -> None:
    body = lines("::: index", "- [The *cost*](/cost/) | About {phone}", ":::")
    shown = show(body, phone="1")
    assert '<a href="/cost/"><b>The<em>cost</em></b><span>About 1</span>' in shown


def test_a_row_with_words_around_a_link_leads_nowhere_as_a_whole() -> None:
    shown = show(lines("::: index", "- See [cost](/cost/) | About", ":::"))
    assert '<a href=""><b>See<a href="/cost/">cost</a></b>' in shown


def test_a_study_can_be_led_to() -> None:
    body = lines(
        "::: fair-numbers One infusion, 2013",
        "- People | 73 adults",
        "- With ketamine | 64 of 100 | were better",
        "- With a sedative | 7 of 25 | were better",
        "- Followed for | 24 hours",
        "- Got worse | Not told",
        ":::",
    )
    assert '<h2 id="one-infusion-2013-study">One infusion, 2013</h2>' in show(body)


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"prices": "$5", "taxi": "us"}, "<p>Cost.</p><p>Both.</p>"),
        ({"prices": "$5"}, "<p>Cost.</p><p>No taxi.</p>"),
        ({"taxi": "us"}, ""),
        ({}, ""),
    ],
)
def test_conditions_hold_inside_conditions(facts: dict[str, str], shown: str) -> None:
    body = lines(
        "::: when prices",
        "Cost.",
        "::: when taxi",
        "Both.",
        ":::",
        "::: unless taxi",
        "No taxi.",
        ":::",
        ":::",
    )
    assert show(body, **facts) == shown


# Slips


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (
            lines("::: status", "One", "::: care", "Two", ":::"),
            "Line 1: the block “status” is never closed.",
        ),
        (
            lines("One", "", "::: status", "One", "::: care", "Two"),
            "Line 5: the block “care” is never closed.",
        ),
        (
            lines("::: status", ":::", ":::"),
            "Line 3: this ::: closes a block that was never opened.",
        ),
        (
            lines("Text", "::: unless pone", ":::"),
            "Line 2: there is no clinic fact “pone”.",
        ),
        (
            lines("Text", "::: stat Title", ":::"),
            "Line 2: there is no block “stat”.",
        ),
        (
            lines("Text", "::: picture The Door", ":::"),
            "Line 2: name the picture by its key, like ::: picture front-door",
        ),
        ("A </b> that closes", "Line 1: HTML is not used here, but the text has </b>"),
        ("A <!-- comment -->", ""),
        (
            "Call {phone}\nor {pone}",
            "Line 2: There is no clinic fact “pone”, but the text has {pone}",
        ),
    ],
)
def test_the_first_slip_is_told(body: str, complaint: str) -> None:
    if not complaint:
        check_body(body)
        return
    with pytest.raises(ValidationError) as error:
        check_body(body)
    assert error.value.messages == [complaint]


def test_every_fact_that_decides_is_known() -> None:
    body = lines("::: when prices", "{phone} {call-us} {pone}", ":::", "::: ledger taxi", ":::")
    assert facts_in(body) == {"prices", "phone", "call-us"}
    assert facts_in("Nothing.") == set()


# Numbers


@pytest.mark.parametrize("cell", ["0 of 1", "1 of 1", " 5 of 7 "])
def test_none_and_all_are_numbers_that_can_be(cell: str) -> None:
    assert arm(cell) is not None


@pytest.mark.parametrize("cell", ["2 of 1", "0 of 0"])
def test_more_than_all_is_told_as_it_was_written(cell: str) -> None:
    with pytest.raises(ValueError, match=f"“{cell}” cannot be."):
        arm(f" {cell} ")


def test_a_row_without_an_answer_tells_nothing() -> None:
    rows = ["- A | 1 of 2", "- B | 1 of 2", "- People | 3", "- Followed for | 1 day"]
    block = ["::: fair-numbers Few, 1999", *rows]
    with pytest.raises(ValidationError, match="Rows are missing"):
        check_body(lines(*block, "- Got worse", ":::"))
    check_body(lines(*block, "- Got worse | Not told", ":::"))


def test_a_study_of_a_hundred_needs_no_second_number() -> None:
    hundred, fewer, more = arm("64 of 100"), arm("7 of 25"), arm("101 of 101")
    assert hundred
    assert fewer
    assert more
    assert not hundred.is_rounded
    assert fewer.is_rounded
    assert more.is_rounded


def test_dots_stand_in_rows_of_twenty_five() -> None:
    counted = arm("27 of 100")
    assert counted
    assert counted.counted_dots == "M0 0h24.1M0 1h1.1"
    assert counted.all_dots == "M0 0h24.1M0 1h24.1M0 2h24.1M0 3h24.1"


@pytest.mark.parametrize(
    "line",
    [
        "::: more x{}x",
        "{}",
        "## {}",
        "[{}](/contact/)",
        "::: more {}",
        "- {} | b",
    ],
)
@pytest.mark.parametrize("sign", [" ", "a", "A", "-", "_", "1", "’"])
def test_a_very_long_word_takes_no_more_than_its_length(line: str, sign: str) -> None:
    def seconds(many: int) -> float:
        text, began = line.format(sign * many), process_time()
        end = "\n:::" if text.startswith(":::") else ""
        facts_in(text)
        parse(text + end)
        to_html(text + end, {})
        return process_time() - began

    seconds(100)
    # Four times the length; the square of it would take sixteen times as long, and seconds.
    assert seconds(32_000) < max(9 * seconds(8_000), 0.5)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["::: compare", "- Question | One | Other", "- Who pays? | You | A plan"], "title"),
        (["::: compare Two", "- Question | One", "- Who pays? | You"], "two choices"),
        (["::: compare Two", "- Question | One | Other"], "a question"),
        (["::: compare Two", "- Question | One | Other", "- Who pays? | You"], "Who pays"),
        (["::: compare Two", "- Q | One | Other", "- Who? | You | Me | Us"], "Who"),
        (["::: compare Two", "- Q | One | Other", "- Who? |  | Me"], "Who"),
    ],
)
def test_no_choice_is_left_without_its_answer(lines: list[str], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        check_body("\n".join([*lines, ":::"]))


def test_choices_are_checked_like_a_comparison() -> None:
    block = ["::: choices Two", "- Q | One | Other", "- Who pays? | You"]
    with pytest.raises(ValidationError, match="Who pays"):
        check_body("\n".join([*block, ":::"]))
    check_body("\n".join([*block[:2], "- Who pays? | You | A plan", ":::"]))
